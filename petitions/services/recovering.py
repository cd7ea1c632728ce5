"""Bring a restored database up to the public log: the log itself, and what follows from it here.

It stands here, and not in `ledger`, because signatures do (decision record 6).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

from ledger.sed1.entries import Amend, Close, Decision, Open
from ledger.services import (
    Rebuilt,
    alone,
    destroy_keys_again,
    goal_of,
    object_of,
    place_again,
    reach,
    rebuild_log,
    state_loss,
)
from petitions import states
from petitions.canonical import version_stated
from petitions.models import (
    Annulment,
    AnnulmentTarget,
    Event,
    Petition,
    RefusalReason,
    Review,
    Signature,
)
from petitions.models.review import ROUNDS
from petitions.refusals import words_of
from petitions.services.lifecycle import wait_for_confirmations
from petitions.services.retention import forget_signers
from petitions.services.stepping import take_step
from petitions.services.supporting import forget_supporters
from petitions.services.timeline import record

_KEEP_NUMBERS = """
    SELECT setval(sequence, greatest(%s, nextval(sequence)))
    FROM pg_get_serial_sequence('petitions_petition', 'id') AS sequence
"""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a recovery did.

    Attributes:
        rebuilt: what was read again from the log.
        taken_back: how many signatures were deleted again.
        keys: the petitions whose key is destroyed, whether or not it still was.
        unknown: petitions that the log opened and the database has no row of.
    """

    rebuilt: Rebuilt
    taken_back: int
    keys: list[int]
    unknown: list[int]


def recover(
    *, folder: Path | None, witnessed: bytes | None, is_stated: bool, at: datetime
) -> Recovery:
    """Take the six steps of `ledger.md` §4, or none of them; twice is once.

    Only the files of keys stay destroyed if it fails later: the log states that they are. Nothing
    is confirmed, sealed or published meanwhile.

    Args:
        folder, witnessed: where to read, and what to believe, as for `goal_of`.
        is_stated: state the loss in the log even if no entry was missing.

    Raises:
        CannotRecover: if what is published is not all there, or does not continue the database.
        LogRefuses: if, after all that, the database is still not what was signed.
    """
    with alone():
        wait_for_confirmations()
        goal = goal_of(folder=folder, witnessed=witnessed)
        rebuilt = rebuild_log(goal, at=at)
        left = _take_back_again(rebuilt.removed)
        unknown = _follow(rebuilt, at=at)
        destroyed = destroy_keys_again()
        forget_signers(destroyed)
        place_again(rebuilt.figures, left=[*rebuilt.left, *left])
        if is_stated or rebuilt.size > rebuilt.old_size:
            state_loss(rebuilt, at=at)
        reach(goal)
    return Recovery(rebuilt, len(left), destroyed, unknown)


def _take_back_again(commitments: Collection[bytes]) -> list[bytes]:
    """Delete the signatures that the log takes out of the count; return the G of each."""
    removed = Signature.objects.filter(commitment__in=commitments)
    left = [bytes(geo) for geo in removed.values_list("geo", flat=True)]
    removed.forget()
    return left


def _follow(rebuilt: Rebuilt, *, at: datetime) -> list[int]:
    """Let petitions and annulments be what the log says; return which petitions have no row."""
    unknown = []
    for entry in rebuilt.told:
        match entry:
            case Open(petition=petition) | Amend(petition=petition):
                if not _open_again(entry, at=at):
                    unknown.append(petition)
            case Close(petition=petition):
                closing = Petition.objects.filter(pk=petition, status=Petition.Status.OPEN)
                if closing.update(
                    status=Petition.Status.CLOSED, closes_at=Least(F("closes_at"), at)
                ):
                    record(petition=petition, kind=Event.Kind.CLOSED, at=at)
            case Decision(object_hash=named):
                _undo_again(object_of(named), at=at)
                _decide_again(object_of(named), named)
    if unknown:
        _keep_numbers(unknown)
    return sorted(set(unknown))


def _open_again(entry: Open | Amend, *, at: datetime) -> bool:
    """Give a petition the text that the log has, if it is not erased; return if there is a row."""
    rows = Petition.objects.filter(pk=entry.petition)
    if not rows.exists():
        return False
    said: dict[str, Any] = {"version": entry.version, "text_sha256": entry.text_hash.hex()}
    if text := object_of(entry.text_hash):
        said |= {
            "title": text["title"],
            "text": text["demand"],
            "details": text["details"],
            "addressees": text["addressees"],
            "closes_at": datetime.fromisoformat(text["closes"]),
            "rules_version": version_stated(text["address_rules"]),
        }
    unopened = rows.filter(status__in=states.UNOPENED)
    if not unopened.update(**said, status=Petition.Status.OPEN):
        rows.update(**said)
        return True
    forget_supporters(petition=entry.petition)
    record(petition=entry.petition, kind=Event.Kind.OPENED, at=at, version=entry.version)
    return True


def _undo_again(decision: dict[str, Any], *, at: datetime) -> None:
    """Give up the annulment that `decision` says was undone: it must not be carried out."""
    if decision.get("kind") == "annulment_undone":
        undone = Annulment.objects.approved().filter(decision=bytes.fromhex(decision["decision"]))
        AnnulmentTarget.objects.filter(annulment__in=undone).delete()
        undone.update(state=Annulment.State.UNDONE, undone_at=at)


def _decide_again(decision: dict[str, Any], named: bytes) -> None:
    """Let the review that `decision` ended be decided: nobody decides it a second time.

    A review that was asked for after the copy of the database was made is not there, and nor is
    the text that it read: nothing is decided about another text.
    """
    if decision.get("kind") != "petition_review":
        return
    day = datetime.combine(date.fromisoformat(decision["day"]), time(12))
    at = timezone.make_aware(day)
    reason = decision["reason"] and _reason_again(decision["reason"])
    reviews = Review.objects.undecided().filter(
        petition=decision["petition"], number=decision["round"]
    )
    if not reviews.update(
        outcome=decision["outcome"],
        reason=reason,
        explanation=decision["explanation"],
        decided_at=at,
        decision=named,
        claimed_by=None,
        claimed_at=None,
        version=F("version") + 1,
    ):
        return
    if decision["outcome"] == Review.Outcome.REFUSED:
        petition = decision["petition"]
        take_step(petition=petition, to=states.REFUSED)
        read = words_of(Petition.objects.get(pk=petition))
        Review.objects.filter(petition=petition, number=decision["round"]).update(wording=read)
        forget_supporters(petition=petition, may_come_back=decision["round"] < ROUNDS)
        record(petition=petition, kind=Event.Kind.REFUSED, at=at, note=f"{reason.title}.")


def _reason_again(code: str) -> RefusalReason:
    """Return the reason of this code; one that is lost hides the text, until editors write it."""
    said = {"title": code, "text": code, "hides": True, "is_offered": False}
    return RefusalReason.objects.get_or_create(code=code, defaults=said)[0]


def _keep_numbers(petitions: Iterable[int]) -> None:
    """Let no new petition take the number of one that the log has."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_NUMBERS, [max(petitions)])
