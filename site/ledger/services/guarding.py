"""Refuse to write a second history: what was once signed or witnessed must still be there.

A restored backup, or a replica that lags, would otherwise give other entries to indexes that the
public has seen (`ledger.md` §4).
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ledger import store
from ledger.errors import LogRefuses
from ledger.models import Checkpoint
from ledger.services.tables import last_checkpoint, tile_reader
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT
from ledger.tlog.tiles import root

_BEHIND = "The database holds {ours} entries, but {mark.size} were signed ({mark.where}). {remedy}"
_FORKED = "The database has another root at size {mark.size} than the {mark.where}. {remedy}"
_NO_MARK = "The log has a history, but the file of its high-water mark is gone. {remedy}"
_DAMAGED = "{where} cannot be read: {why} {remedy}"
_REMEDY = "Nothing is sealed or signed. See site/docs/ledger.md: manage.py ledger_recover."


@dataclass(frozen=True, slots=True)
class _Mark:
    """A size and root that were signed once, and where that was noted."""

    where: str
    size: int
    root: bytes


def mark_file() -> Path:
    """Return the file of the high-water mark: outside the database, and outside its backups."""
    file: Path = settings.LEDGER_DIR / "high-water-mark"
    return file


def raise_mark(size: int, root_hash: bytes) -> None:
    """Note, on the disk, that the log of `size` entries is about to be signed."""
    said = {"size": size, "root": b64encode(root_hash).decode()}
    store.write_file(mark_file(), json.dumps(said).encode() + b"\n")


def ensure_not_behind() -> int:
    """Return the size of the log, once it is sure to extend all that was ever signed.

    Raises:
        LogRefuses: if the database is smaller, or differs; the message says what to do.
    """
    last = last_checkpoint()
    size = last.size if last else 0
    if size and not mark_file().exists():
        raise LogRefuses(_NO_MARK.format(remedy=_REMEDY))
    for mark in _marks():
        if mark.size > size:
            raise LogRefuses(_BEHIND.format(ours=size, mark=mark, remedy=_REMEDY))
        if root_at(mark.size, size=size) != mark.root:
            raise LogRefuses(_FORKED.format(mark=mark, remedy=_REMEDY))
    return size


def root_at(old_size: int, *, size: int) -> bytes:
    """Return the root of the first `old_size` entries of our log of `size`."""
    known = Checkpoint.objects.filter(size=old_size).first()
    return bytes(known.root) if known else root(tile_reader(size), size=old_size)


def _marks() -> Iterator[_Mark]:
    """Yield what the file and the published checkpoint say was signed."""
    try:
        if mark_file().exists():
            said = json.loads(mark_file().read_bytes())
            yield _Mark("high-water mark", int(said["size"]), b64decode(said["root"]))
        published = store.published_checkpoint()
    except (Invalid, ValueError, KeyError, TypeError) as error:
        message = _DAMAGED.format(where="What was signed", why=error, remedy=_REMEDY)
        raise LogRefuses(message) from None
    if published:
        yield _Mark("published checkpoint", published.size, published.root)


def begin_history() -> None:
    """Note that a log begins, before its first entries can be committed."""
    raise_mark(0, EMPTY_ROOT)
