"""The published log, as files: what `/registre/` serves, and a backup that anybody may hold.

A file is whole or absent, and on the disk before anything that speaks of it.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.notes import parse_note
from ledger.tlog.texts import as_text
from ledger.tlog.tiles import TILE_WIDTH, bundle_path, tile_path

CHECKPOINT = "checkpoint"
# An object that was erased leaves an empty file: it must not be taken for one that was lost.
ERASED = b""


def public_folder() -> Path:
    """Return the folder whose files are served under `/registre/`."""
    folder: Path = settings.LEDGER_DIR / "public"
    return folder


@contextmanager
def held(*, wait: bool) -> Iterator[bool]:
    """Be the only one who writes here for the block; yield whether it worked.

    A lock of the system, not of the database: it holds between two databases that both take
    themselves for the log's, and while a writer is stopped; it goes with its holder.

    Args:
        wait: whether to wait for another holder, or to yield False at once.
    """
    _make(settings.LEDGER_DIR)
    descriptor = os.open(settings.LEDGER_DIR / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(descriptor)
        yield False
        return
    try:
        yield True
    finally:
        os.close(descriptor)


def read(path: str, *, folder: Path | None = None) -> bytes | None:
    """Return the published file at `path`, or None; of `folder`, a copy of ours, if it is given."""
    try:
        return ((folder or public_folder()) / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write(path: str, content: bytes) -> None:
    """Publish `content` at `path`; readers see the old file or the new one, never a part."""
    write_file(public_folder() / path, content)


def erase(path: str) -> None:
    """Publish `path` no longer; twice is harmless."""
    (public_folder() / path).unlink(missing_ok=True)


def write_file(file: Path, content: bytes) -> None:
    """Replace `file` at once, and have the disk keep it."""
    _make(file.parent)
    # One writer at a time: what a killed one left beside is written over by the next.
    beside = file.with_name(f".{file.name}.new")
    with beside.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(file)
    _sync(file.parent)


def write_first(file: Path, content: bytes) -> None:
    """Write `file` unless it exists, and have the disk keep it: of two writers the first wins."""
    _make(file.parent)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with beside.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        # Unlike a rename, a hard link never replaces.
        with suppress(FileExistsError):
            os.link(beside, file)
    finally:
        beside.unlink(missing_ok=True)
    _sync(file.parent)


def write_tile(level: int, number: int, content: bytes, *, width: int) -> None:
    """Publish a tile of hashes; `width` is how many of its 256 places are taken."""
    _write_growing(tile_path(level, number, width), content, full=tile_path(level, number))


def write_bundle(number: int, content: bytes, *, width: int) -> None:
    """Publish a bundle of entries; `width` is how many of its 256 places are taken."""
    _write_growing(bundle_path(number, width), content, full=bundle_path(number))


def widest(full: str, *, at_least: int, folder: Path | None = None) -> tuple[bytes, int] | None:
    """Return the widest published file of a tile or bundle, and its width; None if too narrow."""
    # A file that was replaced while it was looked for stands under a wider name now.
    return _widest(full, at_least, folder) or _widest(full, at_least, folder)


def read_tile(level: int, number: int) -> bytes:
    """Return the hashes published of a tile, as `ledger.tlog.tiles.ReadTile` wants them.

    Raises:
        FileNotFoundError: if nothing of it is published.
    """
    found = widest(tile_path(level, number), at_least=1)
    if found is None:
        raise FileNotFoundError(tile_path(level, number))
    return found[0]


def published_note() -> str | None:
    """Return the published checkpoint with its signatures, or None before the first."""
    content = read(CHECKPOINT)
    return None if content is None else as_text(content)


def published_checkpoint() -> Checkpoint | None:
    """Return what the published checkpoint says; raise Invalid if the file was damaged."""
    note = published_note()
    return None if note is None else checkpoint_of(note)


def checkpoint_of(note: str | bytes) -> Checkpoint:
    """Return what a signed checkpoint says, its signatures unchecked; raise Invalid for another."""
    return parse_checkpoint(parse_note(note).text)


def _write_growing(path: str, content: bytes, *, full: str) -> None:
    """Write one width of a tile or bundle, and drop every other, narrower or wider.

    A wider one was never signed: it was left by a publisher that was killed, before its database
    was lost. Readers would take it for the log.
    """
    write(path, content)
    if path == full:
        shutil.rmtree(public_folder() / f"{full}.p", ignore_errors=True)
        return
    erase(full)
    for width in _widths(full):
        if path != f"{full}.p/{width}":
            erase(f"{full}.p/{width}")


def _widest(full: str, at_least: int, folder: Path | None) -> tuple[bytes, int] | None:
    content = read(full, folder=folder)
    if content is not None:
        return content, TILE_WIDTH
    for width in sorted(_widths(full, folder), reverse=True):
        if width < at_least:
            break
        content = read(f"{full}.p/{width}", folder=folder)
        if content is not None:
            return content, width
    return None


def _widths(full: str, folder: Path | None = None) -> list[int]:
    """Return the widths of which a part of `full` is published."""
    try:
        names = os.listdir((folder or public_folder()) / f"{full}.p")
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [int(name) for name in names if name.isdigit()]


def _make(folder: Path) -> None:
    """Make `folder`, and have the disk keep its name too."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
