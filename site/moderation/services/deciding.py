"""What moderators do: take a case, decide it, come back to a decision. The first one wins."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.access import has_role
from accounts.models import Role, User
from core import outbox
from ledger.services import queue_decision
from moderation.emails import decision_letter
from moderation.errors import (
    AlreadyDecided,
    ClaimedByAnother,
    OutsideScope,
    OwnContribution,
    ReasonMissing,
)
from moderation.logged import as_logged
from moderation.models import REASON_LENGTH, Article, Case, Decision, Item


@transaction.atomic
def claim(*, case: Case, by: User, at: datetime) -> Case:
    """Reserve `case` for `by` for a quarter of an hour; claiming it again prolongs it.

    Raises:
        OwnContribution, OutsideScope: if `by` may not decide about this item.
        ClaimedByAnother: if another moderator reads it.
        AlreadyDecided: if there is nothing left to decide.
    """
    _check_may_decide(by, case.item)
    free = Case.objects.filter(pk=case.pk).free_at(at, for_user=by.pk)
    if not free.update(
        state=Case.State.CLAIMED, claimed_by=by, claimed_at=at, version=F("version") + 1
    ):
        raise _lost(case)
    case.refresh_from_db()
    return case


@transaction.atomic
def release(*, case: Case, by: User) -> None:
    """Give a claimed case back to the queue; without effect if `by` does not hold it."""
    Case.objects.filter(pk=case.pk, state=Case.State.CLAIMED, claimed_by=by).update(
        state=Case.State.OPEN, claimed_by=None, claimed_at=None, version=F("version") + 1
    )


@transaction.atomic
def decide(
    *, case: Case, outcome: str, article: Article | None, reason: str, by: User, at: datetime
) -> Decision:
    """Close `case` with a public, logged decision, change what people see, write to the author.

    Args:
        case: as it was on the moderator's screen: `case.version` is compared.
        outcome: a `Decision.Outcome`.
        article: of the charter; needed for a refusal.
        reason: one sentence for the author and the journal; needed for a refusal.
        by: a moderator, of this scope or of all; not the author.
        at: the moment of deciding, timezone-aware.

    Raises:
        OwnContribution, OutsideScope, ReasonMissing: if this decision may not be taken.
        ClaimedByAnother: if another moderator has taken the case.
        AlreadyDecided: if it was decided, or the text changed, meanwhile.
    """
    item = case.item
    _check_may_decide(by, item)
    reason = " ".join(reason.split())
    shortest, longest = REASON_LENGTH
    if outcome == Decision.Outcome.REFUSED and (article is None or len(reason) < shortest):
        raise ReasonMissing
    same = Case.objects.filter(pk=case.pk, version=case.version).free_at(at, for_user=by.pk)
    if not same.update(state=Case.State.DECIDED, claimed_by=None, version=F("version") + 1):
        raise _lost(case)
    decision = Decision(
        case=case,
        item=item,
        kind=item.kind,
        outcome=outcome,
        article=article,
        reason=reason[:longest],
        previous=Decision.objects.filter(item=item).order_by("-pk").first(),
        decided_by=by,
        opened_at=case.opened_at,
        decided_at=at,
    )
    decision.object_sha256 = queue_decision(as_logged(decision))
    decision.save(force_insert=True)
    _apply(decision, item, at)
    if item.author is not None:
        outbox.enqueue(decision_letter(decision, to=item.author.email), at=at)
    return decision


@transaction.atomic
def reopen(*, decision: Decision, by: User, at: datetime) -> Case:
    """Open a new case about what `decision` settled, held by `by`.

    Nothing changes for readers until it is decided.

    Raises:
        OwnContribution, OutsideScope: if `by` may not decide about this item.
        AlreadyDecided: if the text is gone, a later decision exists, or a case is open already.
    """
    # Locked, so that its author takes it back either before this or with the new case in sight.
    locked = Item.objects.select_for_update(no_key=True)
    item = locked.filter(pk=decision.item_id).first() if decision.item_id else None
    if item is None or item.state == Item.State.REMOVED or hasattr(decision, "followed_by"):
        raise AlreadyDecided
    _check_may_decide(by, item)
    try:
        with transaction.atomic():
            return Case.objects.create(
                item=item, opened_at=at, state=Case.State.CLAIMED, claimed_by=by, claimed_at=at
            )
    except IntegrityError:
        raise AlreadyDecided from None


def _check_may_decide(by: User, item: Item) -> None:
    if item.author_id == by.pk:
        raise OwnContribution
    if not has_role(by, Role.Name.MODERATOR, item.scope):
        raise OutsideScope


def _apply(decision: Decision, item: Item, at: datetime) -> None:
    """Change what people see, unless the author has taken the text back meanwhile."""
    item.decision = decision
    if decision.outcome == Decision.Outcome.PUBLISHED:
        item.state = Item.State.PUBLISHED
        item.published_at = item.published_at or at
    else:
        item.state = Item.State.REFUSED
    still_there = Item.objects.filter(pk=item.pk).exclude(state=Item.State.REMOVED)
    if not still_there.update(state=item.state, decision=decision, published_at=item.published_at):
        raise AlreadyDecided


def _lost(case: Case) -> Exception:
    """Return why a compare-and-set found nothing: another holds the case, or it moved on."""
    now = Case.objects.filter(pk=case.pk).values_list("state", "version").first()
    if now is not None and now[0] == Case.State.CLAIMED:
        return ClaimedByAnother()
    return AlreadyDecided()
