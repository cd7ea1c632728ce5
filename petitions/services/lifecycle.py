"""Prepare a petition, open it, close it; the public log is told of each step."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from core import keys
from core.moments import day_fr, kept_if_same_minute
from ledger.services import queue_closing
from petitions import states
from petitions.canonical import NEWEST
from petitions.errors import PetitionIsFrozen, WrongStatus
from petitions.models import Dispatch, Event, Petition
from petitions.models.petition import PetitionQuerySet
from petitions.services.stepping import take_step
from petitions.services.texts import log_text, log_version, tidied
from petitions.services.timeline import record

# Held shared by each confirmation, and alone by a closing or a withdrawal, until they commit:
# after a closing, no signature is on its way any more.
CLOSING_LOCK = 0x5ED2
_WORDS = ("title", "text", "details", "addressees")


@transaction.atomic
def create_petition(
    *,
    title: str,
    slug: str,
    text: str,
    addressees: Sequence[str],
    proposal_path: str,
    opens_at: datetime,
    closes_at: datetime,
    details: str = "",
) -> Petition:
    """Store a draft; `proposal_path` is the path of the page that argues for it."""
    return Petition.objects.create(
        **tidied(title=title, text=text, details=details, addressees=addressees),
        slug=slug,
        proposal_path=proposal_path,
        opens_at=opens_at,
        closes_at=closes_at,
    )


@transaction.atomic
def edit_petition(
    *,
    petition: Petition,
    title: str,
    slug: str,
    text: str,
    addressees: Sequence[str],
    proposal_path: str,
    opens_at: datetime,
    closes_at: datetime,
    at: datetime,
    details: str,
) -> Petition:
    """Correct a petition; once opened, only the path of its proposal and its end may change.

    A new end is a new version of what people sign; who signed before still counts.

    Raises:
        PetitionIsFrozen: if anything else would, or if it is closed and its end would.
        WrongStatus: if somebody proposed it, and it is not open yet: its author writes it, and
            what was refused stays as it was read, even once the author's account is gone.
    """
    stored = Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
    if not stored.is_known_to_editors:
        raise WrongStatus
    signed = tidied(title=title, text=text, details=details, addressees=addressees) | {
        "slug": slug,
        "opens_at": kept_if_same_minute(stored.opens_at, opens_at),
    }
    closes_at = kept_if_same_minute(stored.closes_at, closes_at)
    moves_its_end = closes_at != stored.closes_at
    _ensure_not_frozen(stored, signed, moves_its_end=moves_its_end)
    for name, value in (signed | {"proposal_path": proposal_path, "closes_at": closes_at}).items():
        setattr(stored, name, value)
    if stored.was_opened and moves_its_end:
        end = day_fr(closes_at)
        log_version(stored, at=at, note=_("Nouvelle clôture : %(end)s.") % {"end": end})
    stored.save()
    return stored


def _ensure_not_frozen(stored: Petition, signed: dict[str, Any], *, moves_its_end: bool) -> None:
    changed = [name for name, value in signed.items() if getattr(stored, name) != value]
    frozen = changed if stored.was_opened else []
    if stored.status in states.ENDED and moves_its_end:
        frozen.append("closes_at")
    if frozen:
        raise PetitionIsFrozen(*frozen)


@transaction.atomic
def open_petition(*, petition: Petition, at: datetime) -> None:
    """Publish an editors' draft and freeze its text; people sign from its `opens_at` on.

    What somebody proposed is opened by its review alone.

    Raises:
        WrongStatus: if it is no draft any more, its end is past at `at`, or what people would
            sign was changed since `petition` was read.
    """
    read = {name: getattr(petition, name) for name in (*_WORDS, "closes_at")}
    drafts = Petition.objects.filter(pk=petition.pk, status=Petition.Status.DRAFT, author=None)
    draft = drafts.filter(closes_at__gt=at).filter(**read).select_for_update().first()
    if draft is None:
        raise WrongStatus
    publish_text(draft, at=at)
    petition.refresh_from_db()


def publish_text(held: Petition, *, at: datetime, **columns: Any) -> None:
    """Open a petition whose row the caller holds: text and rules are frozen, hashed, logged.

    Args:
        columns: what changes with it; `closes_at` is part of what is hashed.

    Raises:
        WrongStatus: if it may not be opened from where it stands.
    """
    columns["rules_version"] = NEWEST
    for name, value in columns.items():
        setattr(held, name, value)
    held.text_sha256 = log_text(held)
    keys.make_petition_key(held.pk)
    take_step(petition=held.pk, to=states.OPEN, text_sha256=held.text_sha256, **columns)
    record(petition=held.pk, kind=Event.Kind.OPENED, at=at, version=held.version)


@transaction.atomic
def close_petition(*, petition: Petition, at: datetime) -> None:
    """End an open petition at `at`, or keep the end it already had; what is confirmed counts.

    Raises:
        WrongStatus: if it is not open, or has not begun at `at`.
    """
    if not _close(petition.pk, among=Petition.objects.filter(opens_at__lt=at), at=at):
        raise WrongStatus
    petition.refresh_from_db()


def close_ended_petitions(*, at: datetime) -> int:
    """Close every petition whose end is past at `at`; return how many. Twice is harmless."""
    ended = Petition.objects.ended_at(at)
    return sum(_close(pk, among=ended, at=at) for pk in ended.values_list("pk", flat=True))


@transaction.atomic
def _close(petition: int, *, among: PetitionQuerySet, at: datetime) -> bool:
    """Close a petition if it is still open and `among` those; have the log say so."""
    wait_for_confirmations()
    running = among.filter(pk=petition, status=Petition.Status.OPEN)
    if not running.update(status=Petition.Status.CLOSED, closes_at=Least(F("closes_at"), at)):
        return False
    queue_closing(petition=petition)
    record(petition=petition, kind=Event.Kind.CLOSED, at=at)
    # Asked after the row is ours: whoever writes an answer down holds it too.
    if Dispatch.objects.filter(petition=petition, answered_on__isnull=False).exists():
        take_step(petition=petition, to=states.ANSWERED)
    return True


@transaction.atomic
def archive_petition(*, petition: Petition, at: datetime) -> None:
    """Put a closed petition, answered or not, among those that nothing more is awaited of.

    Raises:
        WrongStatus: if it is not closed.
    """
    take_step(petition=petition.pk, to=states.ARCHIVED)
    record(petition=petition.pk, kind=Event.Kind.ARCHIVED, at=at)
    petition.refresh_from_db()


def wait_for_confirmations() -> None:
    """Let those under way commit, and hold off others until the caller's transaction ends.

    Whoever needs this and the row of a petition waits here first: the other order would deadlock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLOSING_LOCK])
