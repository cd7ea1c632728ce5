"""What reviewers do with a proposal: hold it, accept it, refuse it with a coded reason."""

import unicodedata
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.access import has_role
from accounts.models import Role, User
from ledger.services import queue_decision
from moderation.errors import (
    AlreadyDecided,
    ClaimedByAnother,
    OutsideScope,
    OwnContribution,
    ReasonMissing,
)
from petitions import letters, states
from petitions.errors import WrongStatus
from petitions.models import Event, Petition, RefusalReason, Review
from petitions.months import months_after
from petitions.refusals import words_of
from petitions.services.lifecycle import publish_text
from petitions.services.proposing import free_slug
from petitions.services.stepping import take_step
from petitions.services.supporting import forget_supporters, write_to_author
from petitions.services.timeline import record

EXPLANATION_LENGTH = (20, 1000)
OPEN_MONTHS = 6


@transaction.atomic
def claim_review(*, review: Review, by: User, at: datetime) -> None:
    """Hold `review` for `by` a quarter of an hour; claiming it again prolongs it.

    Raises:
        OwnContribution, OutsideScope: if `by` may not decide about this proposal.
        ClaimedByAnother: if another reviewer reads it.
        AlreadyDecided: if there is nothing left to decide.
    """
    _ensure_may_decide(by, review)
    free = Review.objects.filter(pk=review.pk).free_at(at, for_user=by.pk)
    if not free.update(claimed_by=by, claimed_at=at, version=F("version") + 1):
        raise _lost(review, at)
    review.refresh_from_db()


@transaction.atomic
def release_review(*, review: Review, by: User) -> None:
    """Leave `review` to others; without effect if `by` does not hold it."""
    Review.objects.undecided().filter(pk=review.pk, claimed_by=by).update(
        claimed_by=None, claimed_at=None, version=F("version") + 1
    )


@transaction.atomic
def accept_review(*, review: Review, path: str, by: User, at: datetime) -> Petition:
    """Open the proposal to signatures at once, for six months; `path` is the page that argues.

    Args:
        review: as it was on the reviewer's screen: `review.version` is compared.

    Raises:
        OwnContribution, OutsideScope, ClaimedByAnother, AlreadyDecided: as `claim_review`;
            AlreadyDecided too if the author withdrew it.
    """
    # Its last day is a whole one.
    end = months_after(timezone.localtime(at), OPEN_MONTHS).replace(
        hour=23, minute=59, second=0, microsecond=0
    )
    petition = _decide(
        review,
        to=states.OPEN,
        outcome=Review.Outcome.ACCEPTED,
        by=by,
        at=at,
        columns={"proposal_path": path, "opens_at": at, "closes_at": end},
    )
    write_to_author(petition, letters.accepted, at=at)
    return petition


@transaction.atomic
def refuse_review(
    *, review: Review, reason: RefusalReason, explanation: str, by: User, at: datetime
) -> None:
    """Refuse the proposal for a public reason, with a public explanation, without any name.

    Args:
        review: as it was on the reviewer's screen: `review.version` is compared.
        explanation: 20 to 1,000 characters.

    Raises:
        ReasonMissing: if the explanation is too short or too long.
        OwnContribution, OutsideScope, ClaimedByAnother, AlreadyDecided: as `accept_review`.
    """
    shortest, longest = EXPLANATION_LENGTH
    explanation = unicodedata.normalize("NFC", explanation).strip()
    if not shortest <= len(explanation) <= longest:
        raise ReasonMissing
    # Its address was drawn from its title, which may name the person that the reason protects.
    columns: dict[str, object] = {"slug": free_slug("")} if reason.hides else {}
    petition = _decide(
        review,
        to=states.REFUSED,
        columns=columns,
        outcome=Review.Outcome.REFUSED,
        reason=reason,
        explanation=explanation,
        by=by,
        at=at,
    )
    record(petition=petition.pk, kind=Event.Kind.REFUSED, at=at, note=f"{reason.title}.")
    write_to_author(petition, letters.refused, at=at, review=review)


@transaction.atomic
def save_reason(
    *, code: str, title: str, text: str, hides: bool, is_offered: bool = True
) -> RefusalReason:
    """Write the reason of this code, new or not; decisions that gave it show its new words."""
    reason, _ = RefusalReason.objects.update_or_create(
        code=code,
        defaults={"title": title, "text": text, "hides": hides, "is_offered": is_offered},
    )
    return reason


def _decide(
    review: Review,
    *,
    to: str,
    outcome: Review.Outcome,
    by: User,
    at: datetime,
    reason: RefusalReason | None = None,
    explanation: str = "",
    columns: dict[str, object] | None = None,
) -> Petition:
    """Write one decision down, in the review, the public log and the petition."""
    petition = _held(review.petition_id)
    _ensure_may_decide(by, review)
    same = Review.objects.filter(pk=review.pk, version=review.version).free_at(at, for_user=by.pk)
    if not same.update(
        outcome=outcome,
        reason=reason,
        explanation=explanation,
        wording=words_of(petition) if to == states.REFUSED else {},
        decided_by=by,
        decided_at=at,
        decision=queue_decision(_as_logged(review, outcome, reason, explanation, at)),
        claimed_by=None,
        claimed_at=None,
        version=F("version") + 1,
    ):
        raise _lost(review, at)
    try:
        if to == states.OPEN:
            publish_text(petition, at=at, **(columns or {}))
        else:
            take_step(petition=petition.pk, to=to, **(columns or {}))
    except WrongStatus:
        raise AlreadyDecided from None
    petition.refresh_from_db()
    review.refresh_from_db()
    forget_supporters(petition=petition.pk, may_come_back=review.may_come_back)
    return petition


def _held(petition: int) -> Petition:
    """Lock it before its review, as whoever withdraws it: the other order would deadlock."""
    held = Petition.objects.select_for_update(no_key=True, of=["self"])
    found = held.filter(pk=petition).first()
    if found is None:  # gone with its author's account
        raise AlreadyDecided
    return found


def _as_logged(
    review: Review,
    outcome: Review.Outcome,
    reason: RefusalReason | None,
    explanation: str,
    at: datetime,
) -> dict[str, object]:
    """Return what the public log holds of a decision: no name, none of the text."""
    return {
        "kind": "petition_review",
        "petition": review.petition_id,
        "round": review.number,
        "outcome": outcome.value,
        "reason": reason.code if reason else None,
        "explanation": explanation,
        "day": timezone.localdate(at).isoformat(),
    }


def _ensure_may_decide(by: User, review: Review) -> None:
    """Nobody decides about what concerns them; moderators of one place, about nothing."""
    if Review.objects.filter(pk=review.pk).concerning(by.pk).exists():
        raise OwnContribution
    if not has_role(by, Role.Name.MODERATOR):
        raise OutsideScope


def _lost(review: Review, at: datetime) -> Exception:
    """Return why a compare-and-set found nothing: another holds the review, or it moved on."""
    now = Review.objects.undecided().filter(pk=review.pk).first()
    if now is not None and now.is_held_at(at):
        return ClaimedByAnother()
    return AlreadyDecided()
