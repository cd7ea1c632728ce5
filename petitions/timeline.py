"""What happened to a petition, as its pages tell it: newest first; and each version of its text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.services import texts_of
from petitions.models import Event, Petition

# More than a petition of many years has; a page shows them all.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Version:
    """One text that people signed; `said` is what the log holds of it, None once it is erased."""

    number: int
    text_sha256: str
    said: dict[str, Any] | None
    event: Event | None


def timeline_of(petition: Petition, *, at: datetime) -> list[Event]:
    """Return what had happened to `petition` at `at`; one query."""
    return list(Event.objects.filter(petition=petition).until(at)[:SHOWN])


def amendment_of(petition: Petition) -> Event | None:
    """Return what made the version that people sign now; no query while it is the first."""
    if petition.version == 1:
        return None
    return Event.objects.filter(petition=petition, version=petition.version).first()


def versions_of(petition: Petition) -> list[Version]:
    """Return every text of `petition` that people signed, the newest first; three queries."""
    made = Event.objects.filter(petition=petition, version__isnull=False)
    events = {event.version: event for event in made}
    return [
        Version(text.version, text.text_hash.hex(), text.content, events.get(text.version))
        for text in reversed(texts_of(petition.pk))
    ]
