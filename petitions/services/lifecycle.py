"""Prepare a petition, open it, close it; the public log is told of each step."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least

from core.moments import kept_if_same_minute
from ledger.services import queue_closing
from petitions import states
from petitions.errors import PetitionIsFrozen, WrongStatus
from petitions.models import Event, Petition
from petitions.models.petition import PetitionQuerySet
from petitions.services.texts import log_text
from petitions.services.timeline import record

# Held shared by each confirmation, and alone by a closing or a withdrawal, until they commit:
# after a closing, no signature is on its way any more.
CLOSING_LOCK = 0x5ED2


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
) -> Petition:
    """Store a draft; `proposal_path` is the path of the page that argues for it."""
    return Petition.objects.create(
        title=_nfc(title),
        slug=slug,
        text=_nfc(text),
        addressees=[_nfc(addressee) for addressee in addressees],
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
) -> Petition:
    """Correct a petition; once opened, only the path of its proposal and its end may change.

    A new end is a new version of what people sign; who signed before still counts.

    Raises:
        PetitionIsFrozen: if anything else would, or if it is closed and its end would.
    """
    stored = Petition.objects.select_for_update().get(pk=petition.pk)
    signed = {
        "title": _nfc(title),
        "slug": slug,
        "text": _nfc(text),
        "addressees": [_nfc(addressee) for addressee in addressees],
        "opens_at": kept_if_same_minute(stored.opens_at, opens_at),
    }
    closes_at = kept_if_same_minute(stored.closes_at, closes_at)
    moves_its_end = closes_at != stored.closes_at
    if stored.was_opened and signed != {name: getattr(stored, name) for name in signed}:
        raise PetitionIsFrozen
    if stored.status in states.ENDED and moves_its_end:
        raise PetitionIsFrozen
    for name, value in signed.items():
        setattr(stored, name, value)
    stored.proposal_path = proposal_path
    stored.closes_at = closes_at
    if stored.was_opened and moves_its_end:
        stored.version += 1
        stored.text_sha256 = log_text(stored)
    stored.save()
    return stored


@transaction.atomic
def open_petition(*, petition: Petition, at: datetime) -> None:
    """Publish a draft and freeze its text; people sign from its `opens_at` on.

    Raises:
        WrongStatus: if it is no draft any more, its end is past at `at`, or what people would
            sign was changed since `petition` was read.
    """
    read = {"text": petition.text, "title": petition.title, "addressees": petition.addressees}
    drafts = Petition.objects.filter(
        pk=petition.pk, status=Petition.Status.DRAFT, closes_at__gt=at, **read
    )
    draft = drafts.select_for_update().first()
    if draft is None:
        raise WrongStatus
    draft.status = Petition.Status.OPEN
    draft.text_sha256 = log_text(draft)
    draft.save(update_fields=["status", "text_sha256"])
    record(petition=draft.pk, kind=Event.Kind.OPENED, at=at)
    petition.refresh_from_db()


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
    return True


def wait_for_confirmations() -> None:
    """Let those under way commit, and hold off others until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLOSING_LOCK])


def _nfc(text: str) -> str:
    """Return `text` with one way to write each letter, as the log holds it."""
    return unicodedata.normalize("NFC", text)
