"""Refuse to write a second history: what was once signed or witnessed must still be there.

A restored backup, or a replica that lags, would otherwise give other entries to indexes that the
public has seen (`ledger.md` §4). The same door is shut when the log's own check found damage.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import NoReturn
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection

from core.prepared import prepared_cursor
from ledger import store
from ledger.errors import LogRefuses
from ledger.models import Tile
from ledger.sed1.entries import KeyUse
from ledger.services.signing import known_verifiers, origin
from ledger.services.tables import last_checkpoint, tile_reader
from ledger.services.witnessing import Witnessed, told_sizes, witnessed
from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT
from ledger.tlog.texts import as_text
from ledger.tlog.tiles import root

_STOPPED = "The log was stopped: {why}"
_UNSOUND = "The tiles of the database do not lead to its own checkpoint at size {size}."
_BEHIND = "The database holds {size} entries, but {mark.size} were signed ({where})."
_FORKED = "The database has another root at size {mark.size} than the {where}."
_RENAMED = "The {where} is that of {mark.origin}: LEDGER_ORIGIN never changes."
_NO_MARK = "The log has a history, but the file of its high-water mark is gone."
_DAMAGED = "The {where} cannot be read: {why}"
_MARK = "high-water mark"
_REMEDY = "Nothing is sealed or signed. See site/docs/ledger.md."

# Asked before each promise: a manager takes ten times as long to ask it.
_LAST = "SELECT size, root FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
# Silence, or a lie about a size, may cost two seconds: not before each signature.
ASK_AGAIN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class _Asked:
    """When the witnesses were last asked on one connection, and whether each of them answered."""

    at: float
    by_all: bool


# A new connection may lead to another database.
_asked: WeakKeyDictionary[object, _Asked] = WeakKeyDictionary()
# What witnesses showed that we did not hold: they may be silent next time, and we still do not.
_unmet: set[Witnessed] = set()


def mark_file() -> Path:
    """Return the file of the high-water mark: outside the database, and outside its backups.

    It is the text of a checkpoint, not signed: how far the log ever was about to be.
    """
    file: Path = settings.LEDGER_DIR / "high-water-mark"
    return file


def read_mark() -> Checkpoint | None:
    """Return the high-water mark, None if there is no file; raise Invalid if it was damaged."""
    if not mark_file().exists():
        return None
    return parse_checkpoint(as_text(mark_file().read_bytes()))


def raise_mark(checkpoint: Checkpoint) -> None:
    """Note, on the disk, that `checkpoint` is about to be signed."""
    store.write_file(mark_file(), checkpoint.text().encode())


def begin_history() -> None:
    """Note that a log begins, before its first entries can be committed.

    A mark that stands is left: another database may have raised it since the guard read it.
    """
    store.write_first(mark_file(), Checkpoint(origin(), 0, EMPTY_ROOT).text().encode())


def stop_file() -> Path:
    """Return the file that stops the log for as long as it exists; it says why."""
    file: Path = settings.LEDGER_DIR / "stopped"
    return file


def stop(why: str) -> None:
    """Let nothing be sealed or signed any more, until `lift_stop`."""
    store.write_file(stop_file(), f"{why}\n".encode())


def lift_stop() -> None:
    """Let the log go on; harmless where nothing stopped it."""
    stop_file().unlink(missing_ok=True)


def ensure_not_behind() -> Checkpoint:
    """Return what the log may sign, once it is sure to extend all that was ever signed.

    Raises:
        LogRefuses: if the database is smaller, differs, or contradicts itself, or if the log was
            stopped; the message says what to do.
    """
    if stop_file().exists():
        _refuse(_STOPPED, why=stop_file().read_text(errors="replace").strip())
    return ensure_extends_marks()


def ensure_extends_marks() -> Checkpoint:
    """Do as `ensure_not_behind`, whether or not the log was stopped."""
    last = last_checkpoint()
    size = last.size if last else 0
    if size and not mark_file().exists():
        _refuse(_NO_MARK)
    ours = Checkpoint(origin(), size, bytes(last.root) if last else EMPTY_ROOT)
    if root_at(size) != ours.root:
        _refuse(_UNSOUND, size=size)
    for where, mark in _marks(size):
        _ensure_reaches(mark, ours, where=where)
        if mark.size < size and root_at(mark.size) != mark.root:
            _refuse(_FORKED, where=where, mark=mark)
    return ours


def ensure_reaches_mark() -> None:
    """Raise LogRefuses if the database is plainly another than the one that was last signed from.

    Asked before each promise: one file and one row tell a restored backup, without any tile.
    """
    # In this order: the mark rises after the row that it speaks of was committed.
    mark = _read(read_mark, where=_MARK)
    with prepared_cursor() as cursor:
        cursor.execute(_LAST)
        row = cursor.fetchone()
    if mark is not None:
        size, held = row or (0, EMPTY_ROOT)
        _ensure_reaches(mark, Checkpoint(origin(), size, bytes(held)), where=_MARK)
    elif row:
        _refuse(_NO_MARK)


def root_at(size: int) -> bytes | None:
    """Return the root that our tiles give the first `size` entries, None if some are missing."""
    try:
        return root(tile_reader(size), size=size)
    except (Invalid, Tile.DoesNotExist):
        return None


def _marks(size: int) -> Iterator[tuple[str, Checkpoint]]:
    """Yield what was signed, with the name of what tells it, beside our log of `size` entries."""
    for where, read in (
        (_MARK, read_mark),
        ("published checkpoint", store.published_checkpoint),
    ):
        mark = _read(read, where=where)
        if mark is not None:
            yield where, mark
    if _should_ask(size):
        _ask_witnesses()
    for shown in list(_unmet):
        yield f"witness {shown.witness.name}", shown.checkpoint
        _unmet.discard(shown)  # only once it was met: a refusal ends this loop


def _read(read: Callable[[], Checkpoint | None], *, where: str) -> Checkpoint | None:
    try:
        return read()
    except Invalid as error:
        _refuse(_DAMAGED, where=where, why=error)


def _ensure_reaches(mark: Checkpoint, ours: Checkpoint, *, where: str) -> None:
    """Refuse unless our log is that of `mark`, as long at least, and the same if no longer."""
    if mark.origin != ours.origin:
        _refuse(_RENAMED, where=where, mark=mark)
    if mark.size > ours.size:
        _refuse(_BEHIND, where=where, mark=mark, size=ours.size)
    if mark.size == ours.size and mark.root != ours.root:
        _refuse(_FORKED, where=where, mark=mark)


def _should_ask(size: int) -> bool:
    """Tell whether witnesses may know something that was not compared with this database."""
    last = _asked.get(connection.connection)
    if last is None:
        return True
    is_doubtful = not last.by_all or any(told > size for told in told_sizes().values())
    return is_doubtful and monotonic() - last.at >= ASK_AGAIN_SECONDS


def _ask_witnesses() -> None:
    """Note what witnesses can show that we signed: no backup of ours can lower it."""
    keys = known_verifiers(KeyUse.CHECKPOINT)
    if keys:
        sightings = witnessed(log_keys=keys)
        _unmet.update(sightings.shown)
        _asked[connection.connection] = _Asked(monotonic(), by_all=not sightings.silent)


def _refuse(sentence: str, **details: object) -> NoReturn:
    raise LogRefuses(f"{sentence.format(**details)} {_REMEDY}")
