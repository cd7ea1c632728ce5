"""Prepare a petition, open it, close it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least

from core.moments import kept_if_same_minute
from petitions.errors import PetitionIsFrozen, WrongStatus
from petitions.models import Petition

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
        title=title,
        slug=slug,
        text=text,
        addressees=list(addressees),
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

    Raises:
        PetitionIsFrozen: if anything else would, or if it is closed and its end would.
    """
    stored = Petition.objects.select_for_update().get(pk=petition.pk)
    opens_at = kept_if_same_minute(stored.opens_at, opens_at)
    closes_at = kept_if_same_minute(stored.closes_at, closes_at)
    if stored.was_opened:
        wanted = (title, slug, text, list(addressees), opens_at)
        kept = (stored.title, stored.slug, stored.text, stored.addressees, stored.opens_at)
        if wanted != kept:
            raise PetitionIsFrozen
    if stored.status == Petition.Status.CLOSED and closes_at != stored.closes_at:
        raise PetitionIsFrozen
    stored.title = title
    stored.slug = slug
    stored.text = text
    stored.addressees = list(addressees)
    stored.proposal_path = proposal_path
    stored.opens_at = opens_at
    stored.closes_at = closes_at
    stored.save()
    return stored


@transaction.atomic
def open_petition(*, petition: Petition, at: datetime) -> None:
    """Publish a draft and freeze its text; people sign from its `opens_at` on.

    Raises:
        WrongStatus: if it is no draft any more, its end is past at `at`, or its text was
            changed since `petition` was read.
    """
    read = {"text": petition.text, "title": petition.title}
    drafts = Petition.objects.filter(
        pk=petition.pk, status=Petition.Status.DRAFT, closes_at__gt=at, **read
    )
    digest = hashlib.sha256(petition.text.encode()).hexdigest()
    if not drafts.update(status=Petition.Status.OPEN, text_sha256=digest):
        raise WrongStatus
    petition.refresh_from_db()


@transaction.atomic
def close_petition(*, petition: Petition, at: datetime) -> None:
    """End an open petition at `at`, or keep the end it already had; what is confirmed counts.

    Raises:
        WrongStatus: if it is not open, or has not begun at `at`.
    """
    wait_for_confirmations()
    running = Petition.objects.filter(pk=petition.pk, status=Petition.Status.OPEN, opens_at__lt=at)
    if not running.update(status=Petition.Status.CLOSED, closes_at=Least(F("closes_at"), at)):
        raise WrongStatus
    petition.refresh_from_db()


def wait_for_confirmations() -> None:
    """Let those under way commit, and hold off others until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLOSING_LOCK])
