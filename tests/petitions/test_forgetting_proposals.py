"""What nobody finished goes after half a year; what the public could read stays."""

from datetime import timedelta

import pytest

from petitions.models import Petition
from petitions.services import (
    purge_unfinished_proposals,
    refuse_review,
    resubmit,
    rewrite_proposal,
    support,
    withdraw_proposal,
)
from tests.factories.accounts import make_moderator
from tests.factories.petitions import NOW, make_draft_petition
from tests.factories.proposals import (
    EXPLANATION,
    make_collecting,
    make_proposal_draft,
    make_reason,
    make_review,
    make_wording,
)

pytestmark = pytest.mark.django_db
OVER = NOW + timedelta(days=183)


def test_a_draft_that_nobody_goes_on_with_is_deleted_after_half_a_year() -> None:
    make_proposal_draft()
    assert purge_unfinished_proposals(at=OVER - timedelta(minutes=1)) == 0
    assert purge_unfinished_proposals(at=OVER) == 1
    assert not Petition.objects.exists()


def test_a_draft_that_was_changed_lately_stays() -> None:
    changed = NOW + timedelta(days=100)
    rewrite_proposal(petition=make_proposal_draft(), wording=make_wording(), at=changed)
    assert purge_unfinished_proposals(at=OVER) == 0
    assert purge_unfinished_proposals(at=changed + timedelta(days=183)) == 1


def test_what_was_withdrawn_before_its_review_goes_half_a_year_after_that() -> None:
    withdrawn = NOW + timedelta(days=30)
    withdraw_proposal(petition=make_collecting(), at=withdrawn)
    assert purge_unfinished_proposals(at=OVER) == 0
    assert purge_unfinished_proposals(at=withdrawn + timedelta(days=183)) == 1
    assert not Petition.objects.exists()


def test_what_editors_prepare_or_others_wait_for_stays() -> None:
    make_draft_petition()
    make_collecting()
    make_review()
    assert purge_unfinished_proposals(at=OVER + timedelta(days=999)) == 0


def test_moderators_are_kept_from_a_second_reading_for_half_a_year() -> None:
    review, reason, supporter = make_review(), make_reason(), make_moderator()
    support(petition=review.petition, user=supporter, at=NOW)
    by = make_moderator()
    refuse_review(review=review, reason=reason, explanation=EXPLANATION, by=by, at=NOW)
    purge_unfinished_proposals(at=OVER - timedelta(minutes=1))
    assert review.petition.supporters.get().user == supporter
    purge_unfinished_proposals(at=OVER)
    assert not review.petition.supporters.exists()


def test_a_public_refusal_stays_though_its_correction_was_withdrawn() -> None:
    review, reason, by = make_review(), make_reason(), make_moderator()
    refuse_review(review=review, reason=reason, explanation=EXPLANATION, by=by, at=NOW)
    resubmit(petition=review.petition, wording=make_wording(title="Mieux dit"), at=NOW)
    withdraw_proposal(petition=review.petition, at=NOW)
    assert purge_unfinished_proposals(at=OVER + timedelta(days=999)) == 0
