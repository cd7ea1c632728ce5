"""The texts of a petition as the public log names them, version by version."""

from typing import Any, NamedTuple

from ledger.models import Entry, LogObject
from ledger.sed1.entries import Amend, Kind, Open
from ledger.sed1.objects import parse_object


class LoggedText(NamedTuple):
    """One version: its number, its hash T, and what it says; None once its object is erased."""

    version: int
    text_hash: bytes
    content: dict[str, Any] | None


def texts_of(petition: int) -> list[LoggedText]:
    """Return every version of a petition's text, oldest first; two queries."""
    kinds = [Kind.OPEN, Kind.AMEND]
    entries = Entry.objects.filter(kind__in=kinds, petition=petition).order_by("number")
    hashes = {entry.number or 1: _hash_in(entry) for entry in entries}
    kept = LogObject.objects.filter(digest__in=hashes.values())
    bodies = {bytes(row.digest): bytes(row.body) for row in kept}
    return [
        LoggedText(number, named, parse_object(bodies[named]) if named in bodies else None)
        for number, named in sorted(hashes.items())
    ]


def _hash_in(entry: Entry) -> bytes:
    kind: type[Open] | type[Amend] = Open if entry.kind == Kind.OPEN else Amend
    return kind.from_bytes(bytes(entry.body)).text_hash
