"""Let the public log name the text that people sign (`ledger.md` §1)."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from ledger.services import queue_text
from petitions.canonical import rules_as_data
from petitions.models import Event, Petition
from petitions.services.timeline import record


def log_text(petition: Petition) -> str:
    """Let the version of `petition`, as its row says, wait for the log; return its T in hex."""
    closes = petition.closes_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    content = {
        "petition": petition.pk,
        "version": petition.version,
        "title": petition.title,
        "demand": petition.text,
        "details": petition.details,
        "addressees": petition.addressees,
        "closes": f"{closes.isoformat()}Z",
        "address_rules": rules_as_data(petition.rules_version),
    }
    return queue_text(petition=petition.pk, version=petition.version, content=content).hex()


def log_version(held: Petition, *, at: datetime, note: str) -> None:
    """Make what an open petition says now its next version; the caller holds its row and saves it.

    Args:
        note: one public sentence that says what changes.
    """
    held.version += 1
    held.text_sha256 = log_text(held)
    record(petition=held.pk, kind=Event.Kind.AMENDED, at=at, note=note, version=held.version)


def tidied(*, title: str, text: str, details: str, addressees: Sequence[str]) -> dict[str, Any]:
    """Return the columns of a petition that hold the words people sign."""
    return {
        "title": normalised(title),
        "text": normalised(text),
        "details": normalised(details),
        "addressees": [normalised(addressee) for addressee in addressees],
    }


def normalised(text: str) -> str:
    """Return `text` with one way to write each letter, as the log holds it."""
    return unicodedata.normalize("NFC", text)
