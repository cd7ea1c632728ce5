"""Annul signatures in public: one administrator proposes, another approves, 72 hours pass."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.errors import NotAdministratorSince
from accounts.models import User
from accounts.services import are_independent, line_since
from ledger.services import (
    index_of_decision,
    is_key_destroyed,
    live_signatures,
    queue_annulment,
    queue_decision,
)
from petitions.canonical import canonical_address
from petitions.errors import (
    AdministratorTooNew,
    KeyIsDestroyed,
    NotCounted,
    SamePerson,
    WrongStatus,
)
from petitions.models import Annulment, AnnulmentTarget, Petition, Signature
from petitions.models.annulment import waiting_time
from petitions.services.lifecycle import wait_for_confirmations

# Confirmations wait while one group of annulments is queued.
AT_ONCE = 100


def not_counted(*, petition: Petition, indexes: Iterable[int]) -> list[int]:
    """Return which entries of the log are no signatures of `petition` that count, ascending.

    Those that an annulment names already, unless it was undone, are among them.
    """
    named = set(indexes)
    return sorted(named - _free(petition.pk, named).keys())


@transaction.atomic
def propose_annulment(
    *,
    petition: Petition,
    reason: int,
    statement: str,
    indexes: Iterable[int],
    by: User,
    at: datetime,
) -> Annulment:
    """Store a proposal, which nobody outside the desk sees and which changes nothing.

    Args:
        reason: one of `Annulment.Reason`.
        statement: public, 20 to 1000 characters, NFC: why, without naming anybody.
        indexes: where the signatures stand in the public log.

    Raises:
        AdministratorTooNew: if `by` does not administer everything for ANNULMENT_HOURS.
        KeyIsDestroyed: if the petition's key is, and this is no court order.
        NotCounted: if some entries named are no signatures of `petition` that count, or if an
            annulment that was not undone names them already.
    """
    _ensure_not_new(by, at=at)
    _ensure_may_annul(petition.pk, reason)
    named = set(indexes)
    live = _free(petition.pk, named)
    if not live or len(live) < len(named):
        raise NotCounted(sorted(named - live.keys()))
    annulment = Annulment.objects.create(
        petition=petition,
        reason=reason,
        statement=statement,
        size=len(live),
        proposed_by=by,
        proposed_at=at,
    )
    AnnulmentTarget.objects.bulk_create(
        AnnulmentTarget(annulment=annulment, index=index, commitment=commitment)
        for index, commitment in live.items()
    )
    return annulment


@transaction.atomic
def approve_annulment(*, annulment: Annulment, by: User, at: datetime) -> None:
    """Approve what somebody else proposed: the public log announces it.

    Raises:
        SamePerson: if `by` proposed it, or reads the same mail as who did, or if the two owe
            their role or their sheet of codes to one another or to a third person alike.
        AdministratorTooNew: if one of the two did not administer everything ANNULMENT_HOURS
            before it was proposed: time for the others to see who was let in.
        WrongStatus: if it was approved or given up meanwhile, or if who proposed it is gone.
        KeyIsDestroyed: if the petition's key is since, and this is no court order.
        NotCounted: if another one that names the same entries was approved meanwhile.
    """
    # The key may be destroyed before this, or refuse to be after it, and not in between.
    wait_for_confirmations()
    _ensure_may_annul(annulment.petition_id, annulment.reason)
    _ensure_second_person(annulment, by)
    indexes = sorted(annulment.targets.values_list("index", flat=True))
    others = Annulment.objects.filter(state__in=[Annulment.State.APPROVED, Annulment.State.DONE])
    twice = _named_by(others.exclude(pk=annulment.pk), annulment.petition_id, indexes)
    if twice:
        raise NotCounted(sorted(twice))
    decision = queue_decision(
        {
            "kind": "annulment",
            "petition": annulment.petition_id,
            "reason": annulment.reason,
            "statement": annulment.statement,
            "indexes": indexes,
            "day": timezone.localdate(at).isoformat(),
        }
    )
    state = Annulment.State
    proposed = Annulment.objects.filter(pk=annulment.pk, state=state.PROPOSED)
    if not proposed.update(state=state.APPROVED, approved_by=by, approved_at=at, decision=decision):
        raise WrongStatus
    annulment.refresh_from_db()


@transaction.atomic
def undo_annulment(*, annulment: Annulment, by: User, at: datetime) -> None:
    """Give an annulment up before it is carried out; one that was announced, in public too.

    Any administrator may turn a proposal down; once it is approved, one of the two who answer
    for it may undo it.

    Raises:
        WrongStatus: if it is too late, or if `by` is not one of the two.
    """
    state = Annulment.State
    one = Annulment.objects.filter(pk=annulment.pk)
    undone = {"state": state.UNDONE, "undone_by": by, "undone_at": at}
    answers_for_it = Q(proposed_by=by) | Q(approved_by=by)
    if not one.filter(state=state.PROPOSED).update(**undone):
        if not one.filter(answers_for_it, state=state.APPROVED).update(**undone):
            raise WrongStatus
        _tell_that_it_is_undone(annulment, at=at)
    annulment.refresh_from_db()


def carry_out_annulments(*, at: datetime) -> int:
    """Queue the annulments whose 72 hours are over at `at`; return how many signatures.

    Safe to run twice at once, and to be killed: the next run goes on.
    """
    _note_announcements(at=at)
    state = Annulment.State
    Annulment.objects.due_at(at).update(state=state.DONE)
    queued = 0
    while some := _queue_some():
        queued += some
    return queued


def _note_announcements(*, at: datetime) -> None:
    """Note where new decisions are published: the log bears no time, so the waiting begins now."""
    for annulment in Annulment.objects.filter(decision__isnull=False, decision_index=None):
        index = index_of_decision(bytes(annulment.decision or b""))
        if index is not None:
            unseen = Annulment.objects.filter(pk=annulment.pk, decision_index=None)
            unseen.update(decision_index=index, announced_at=at)


@transaction.atomic
def _queue_some() -> int:
    """Queue a few annulments that are due, and delete their signatures; return how many."""
    wait_for_confirmations()
    due = AnnulmentTarget.objects.filter(annulment__state=Annulment.State.DONE)
    targets = list(due.select_related("annulment").order_by("pk")[:AT_ONCE])
    for target in targets:
        _annul(target)
    AnnulmentTarget.objects.filter(pk__in=[target.pk for target in targets]).delete()
    return len(targets)


def _annul(target: AnnulmentTarget) -> None:
    annulment, commitment = target.annulment, bytes(target.commitment)
    if annulment.decision_index is None:
        raise WrongStatus
    kept = Signature.objects.filter(petition=annulment.petition_id, commitment=commitment)
    signature = kept.first()
    queue_annulment(
        petition=annulment.petition_id,
        commitment=commitment,
        geo=bytes(signature.geo) if signature else None,
        reason=annulment.reason,
        decision=annulment.decision_index,
    )
    kept.forget()


def _free(petition: int, indexes: Iterable[int]) -> dict[int, bytes]:
    """Return, by index, the C of those signatures that count and that no annulment names."""
    live = live_signatures(petition, indexes)
    standing = Annulment.objects.exclude(state=Annulment.State.UNDONE)
    named = _named_by(standing, petition, live)
    return {index: commitment for index, commitment in live.items() if index not in named}


def _named_by(annulments: QuerySet[Annulment], petition: int, indexes: Iterable[int]) -> set[int]:
    targets = AnnulmentTarget.objects.filter(
        annulment__in=annulments.filter(petition=petition), index__in=list(indexes)
    )
    return set(targets.values_list("index", flat=True))


def _ensure_may_annul(petition: int, reason: int) -> None:
    if reason != Annulment.Reason.COURT_ORDER and is_key_destroyed(petition):
        raise KeyIsDestroyed


def _tell_that_it_is_undone(annulment: Annulment, *, at: datetime) -> None:
    annulment.refresh_from_db()
    queue_decision(
        {
            "kind": "annulment_undone",
            "petition": annulment.petition_id,
            "decision": bytes(annulment.decision or b"").hex(),
            "day": timezone.localdate(at).isoformat(),
        }
    )


def _ensure_second_person(annulment: Annulment, by: User) -> None:
    proposer = annulment.proposed_by
    if proposer is None:
        raise WrongStatus
    if canonical_address(proposer.email) == canonical_address(by.email):
        raise SamePerson
    try:
        two = are_independent(proposer, by, since=annulment.proposed_at - waiting_time())
    except NotAdministratorSince:
        raise AdministratorTooNew from None
    if not two:
        raise SamePerson


def _ensure_not_new(by: User, *, at: datetime) -> None:
    try:
        line_since(by, since=at - waiting_time())
    except NotAdministratorSince:
        raise AdministratorTooNew from None
