"""Whatever somebody who is logged in posts about proposals, nothing breaks and nothing is decided.

The pages come from the addresses, the fields from the forms: a new one is tried unasked.
"""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import limits
from ledger.models import Entry
from pages import review_urls
from pages.models import ProposalPage
from pages.review_form import RefusalForm
from petitions.models import Event, Petition, Review
from petitions.proposal_form import ProposalForm
from petitions.services import refuse_review
from petitions.urls import urlpatterns
from tests.factories.accounts import log_in, make_moderator, make_user
from tests.factories.petitions import NOW, make_petition
from tests.factories.proposals import (
    EXPLANATION,
    TYPED,
    make_collecting,
    make_proposal_draft,
    make_reason,
    make_review,
)
from tests.petitions.test_bad_posts import ACCEPTED, RAW, VALUES, WORDS

pytestmark = pytest.mark.django_db
# No post guesses it: what names another version decides nothing.
VERSION = 2**31 - 19
NAMES = [*ProposalForm.base_fields, *RefusalForm.base_fields, "step"]
STEPS = st.sampled_from(["accepted", "refused", "seek", "discard", "back", "x"])
FORMS_SENT = st.dictionaries(st.sampled_from(sorted(NAMES)) | WORDS, VALUES | STEPS, max_size=8)
# Half the time all that a form asks for is there, and one thing too many, or wrong.
TYPED_SENT = st.builds(
    lambda wrong, decided: TYPED | {"explanation": EXPLANATION} | decided | wrong,
    FORMS_SENT,
    st.fixed_dictionaries({"outcome": STEPS, "reason": st.sampled_from(["1", "0", "x"])}),
)
PEOPLE = [
    ("petitions", page)
    for page in urlpatterns
    if isinstance(page, URLPattern) and "participer/" in str(page.pattern)
]
PAGES = PEOPLE + [("reviews", page) for page in review_urls.urlpatterns]


def books() -> tuple[Any, ...]:
    """Return all that a bad post must leave as it is; what their authors draft is theirs."""
    return (
        Entry.objects.count(),
        ProposalPage.objects.count(),
        list(Review.objects.exclude(outcome="").order_by("pk").values_list("pk", "wording")),
        list(Petition.objects.published().order_by("pk").values_list("pk", "text_sha256")),
        Event.objects.filter(kind__in=["opened", "refused"]).count(),
    )


def what_there_is() -> tuple[list[Client], dict[str, st.SearchStrategy[Any]]]:
    """Return an author, a stranger and a moderator, and what may stand in an address."""
    author, moderator = make_user(), make_moderator()
    reviewed, refused = make_review(author), make_review(author)
    refuse_review(
        review=refused, reason=make_reason(), explanation=EXPLANATION, by=moderator, at=NOW
    )
    petitions = [make_proposal_draft(author), make_collecting(author), make_petition()]
    petitions += [reviewed.petition, refused.petition]
    Review.objects.update(version=VERSION)
    clients = [log_in(Client(), user) for user in (author, make_user(), moderator)]
    keys = [row.pk for row in (*petitions, reviewed, refused)]
    slugs = st.sampled_from([petition.slug for petition in petitions])
    return clients, {"pk": st.sampled_from([*keys, 0, 2**63 - 1]), "slug": slugs | st.just("x")}


def try_posts(number: int) -> set[int]:
    """Try `number` posts; return every status that was answered."""
    clients, known = what_there_is()
    before, answers = books(), set[int]()

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.data())
    def run(data: st.DataObject) -> None:
        space, page = data.draw(st.sampled_from(PAGES))
        parts = {name: data.draw(known[name]) for name in page.pattern.converters}
        address = reverse(f"{space}:{page.name}", kwargs=parts)
        sent, kind = data.draw(st.tuples(FORMS_SENT | TYPED_SENT, st.none()) | RAW)
        typed: dict[str, Any] = {"content_type": kind} if kind else {}
        client = data.draw(st.sampled_from(clients))
        with transaction.atomic():
            response = client.post(address, sent, headers={"Accept": data.draw(ACCEPTED)}, **typed)
            assert response.status_code < 500
            assert books() == before
            answers.add(response.status_code)
            # Every post meets the same rows: an author may discard a draft by chance.
            transaction.set_rollback(True)

    run()
    return answers


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "hit", lambda *args, **kwargs: True)


def test_every_page_about_proposals_is_tried() -> None:
    names = {page.name for _, page in PAGES}
    assert {"propose", "edit", "own-one", "support", "one", "take", "give_back"} <= names


def test_bad_posts_of_people_break_nothing_and_decide_nothing() -> None:
    try_posts(100)


@pytest.mark.long
def test_thousands_of_bad_posts_of_people_break_nothing_and_decide_nothing() -> None:
    # Taken steps, forms shown again, doors closed, nothing there: all of it was met.
    assert try_posts(1_000) >= {302, 403, 404, 405, 409, 422}
