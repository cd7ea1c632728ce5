"""Proposals when several people act at the same instant."""

from collections.abc import Callable
from functools import partial

import pytest

from accounts.models import User
from moderation.errors import AlreadyDecided, ClaimedByAnother
from petitions.errors import EnoughSupporters, MailboxSupports, TooManyProposals, WrongStatus
from petitions.models import Petition, Review
from petitions.models.review import SUPPORTERS_AT_MOST
from petitions.services import (
    accept_review,
    claim_review,
    propose,
    refuse_review,
    support,
    withdraw_proposal,
)
from tests.at_once import outcomes
from tests.factories.accounts import make_moderator, make_user
from tests.factories.petitions import NOW
from tests.factories.proposals import (
    EXPLANATION,
    make_collecting,
    make_reason,
    make_review,
    make_wording,
)

pytestmark = pytest.mark.django_db(transaction=True)
LOST = (
    AlreadyDecided,
    ClaimedByAnother,
    EnoughSupporters,
    MailboxSupports,
    TooManyProposals,
    WrongStatus,
)


def acceptance(review: Review, by: User) -> Callable[[], object]:
    seen = Review.objects.select_related("petition").get(pk=review.pk)
    return partial(accept_review, review=seen, path="/propositions/x/", by=by, at=NOW)


def test_two_fifth_supporters_at_once_ask_for_one_review() -> None:
    petition = make_collecting(supporters=4)
    acts = [partial(support, petition=petition, user=make_user(), at=NOW) for _ in range(2)]
    assert outcomes(acts, refusals=LOST) == ["won", "won"]
    assert petition.reviews.count() == 1
    assert petition.supporters.count() == 6


def test_twenty_count_however_many_come_at_once() -> None:
    petition = make_collecting(supporters=SUPPORTERS_AT_MOST - 2)
    acts = [partial(support, petition=petition, user=make_user(), at=NOW) for _ in range(6)]
    assert sorted(outcomes(acts, refusals=LOST)) == ["EnoughSupporters"] * 4 + ["won"] * 2
    assert petition.supporters.count() == SUPPORTERS_AT_MOST


def test_one_mailbox_supports_once_however_many_aliases_come_at_once() -> None:
    petition = make_collecting()
    aliases = [make_user(f"mallory+{alias}@gmail.com") for alias in range(4)]
    acts = [partial(support, petition=petition, user=alias, at=NOW) for alias in aliases]
    assert sorted(outcomes(acts, refusals=LOST)) == ["MailboxSupports"] * 3 + ["won"]
    assert petition.supporters.count() == 1


def test_one_person_with_two_windows_supports_once() -> None:
    petition, user = make_collecting(), make_user()
    acts = [partial(support, petition=petition, user=user, at=NOW) for _ in range(4)]
    assert outcomes(acts, refusals=LOST) == ["won"] * 4
    assert petition.supporters.count() == 1


def test_three_proposals_are_under_way_however_many_are_sent_at_once() -> None:
    author = make_user()
    acts = [partial(propose, author=author, wording=make_wording(), at=NOW) for _ in range(6)]
    assert sorted(outcomes(acts, refusals=LOST)) == ["TooManyProposals"] * 3 + ["won"] * 3
    assert Petition.objects.by(author.pk).count() == 3


def test_of_many_reviewers_at_once_one_holds_it() -> None:
    review = make_review()
    acts = [
        partial(claim_review, review=Review.objects.get(pk=review.pk), by=make_moderator(), at=NOW)
        for _ in range(6)
    ]
    assert sorted(outcomes(acts, refusals=LOST)) == ["ClaimedByAnother"] * 5 + ["won"]


def test_of_acceptance_and_refusal_at_once_one_counts() -> None:
    review, reason = make_review(), make_reason()
    seen = Review.objects.select_related("petition").get(pk=review.pk)
    refusal = partial(
        refuse_review,
        review=seen,
        reason=reason,
        explanation=EXPLANATION,
        by=make_moderator(),
        at=NOW,
    )
    answers = outcomes([acceptance(review, make_moderator()), refusal], refusals=LOST)
    assert sorted(answers) == ["AlreadyDecided", "won"]
    review.refresh_from_db()
    won = {"accepted": Petition.Status.OPEN, "refused": Petition.Status.REFUSED}
    assert Petition.objects.get().status == won[review.outcome]


def test_a_proposal_is_withdrawn_or_accepted_and_never_both() -> None:
    review = make_review()
    withdrawal = partial(withdraw_proposal, petition=review.petition, at=NOW)
    answers = outcomes([acceptance(review, make_moderator()), withdrawal], refusals=LOST)
    assert sorted(answers) in (["WrongStatus", "won"], ["AlreadyDecided", "won"])
    status = Petition.objects.get().status
    assert status == (Petition.Status.OPEN if answers[0] == "won" else Petition.Status.WITHDRAWN)
