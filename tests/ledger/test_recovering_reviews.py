"""What reviewers decided before a database was lost stays decided: the log says so."""

from pathlib import Path

import pytest
from pytest_django import Settings

from moderation.errors import AlreadyDecided
from petitions.models import Event, Petition, RefusalReason, Review
from petitions.services import accept_review, refuse_review
from tests.factories.accounts import make_moderator
from tests.factories.petitions import NOW, make_petition, sign
from tests.factories.proposals import EXPLANATION, make_reason, make_review
from tests.ledger.losing import go_on, lost, recovered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


def make_logged_review() -> Review:
    """Return a review that waits, on a log that has begun."""
    sign(make_petition())
    review = make_review()
    go_on()
    return Review.objects.get(pk=review.pk)


def refuse(review: Review, reason: RefusalReason) -> None:
    stored = Review.objects.get(pk=review.pk)
    by = make_moderator()
    refuse_review(review=stored, reason=reason, explanation=EXPLANATION, by=by, at=NOW)
    go_on()


def test_an_accepted_proposal_is_open_and_nothing_is_left_to_decide() -> None:
    review = make_logged_review()
    with lost():
        accept_review(review=review, path="/propositions/x/", by=make_moderator(), at=NOW)
        go_on()
    recovered()
    petition = Petition.objects.get(pk=review.petition_id)
    assert petition.status == Petition.Status.OPEN
    assert not petition.supporters.exists()
    assert petition.events.filter(kind=Event.Kind.OPENED, version=1).count() == 1
    assert not Review.objects.undecided().exists()
    assert Review.objects.get(pk=review.pk).outcome == Review.Outcome.ACCEPTED


def test_a_refused_proposal_is_refused_and_cannot_be_decided_again() -> None:
    review, reason = make_logged_review(), make_reason()
    with lost():
        refuse(review, reason)
    recovered()
    review.refresh_from_db()
    assert (review.outcome, review.reason) == (Review.Outcome.REFUSED, reason)
    assert (review.explanation, review.decided_at) == (EXPLANATION, NOW.replace(hour=11))
    petition = Petition.objects.get(pk=review.petition_id)
    assert petition.status == Petition.Status.REFUSED
    assert review.wording["text"] == petition.text
    assert not petition.supporters.exists()
    with pytest.raises(AlreadyDecided):
        accept_review(review=review, path="/propositions/x/", by=make_moderator(), at=NOW)


def test_a_reason_that_was_lost_with_the_database_hides_the_text() -> None:
    review = make_logged_review()
    with lost():
        refuse(review, make_reason(code="met-en-cause"))
    recovered()
    review.refresh_from_db()
    assert review.reason
    assert (review.reason.code, review.reason.hides) == ("met-en-cause", True)
