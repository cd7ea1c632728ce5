"""A debate as crowded as those the platform is measured against. Needs Django set up."""

from debates.models import Debate
from tests.factories.accounts import make_user
from tests.factories.debates import make_contribution, make_debate, publish

AUTHORS = 20


def make_crowded_debate(contributions: int) -> Debate:
    """Make an open debate with that many published contributions, one in four a reply."""
    debate = make_debate()
    authors = [make_user() for _ in range(AUTHORS)]
    parent = None
    for number in range(contributions):
        under = parent if number % 4 == 3 else None
        of = {"parent": under} if under else {"debate": debate}
        written = publish(make_contribution(authors[number % AUTHORS], **of))
        parent = parent if under else written
    return debate
