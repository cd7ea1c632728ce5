"""The published log, as files: what `/registre/` serves, and a backup that anybody may hold.

A file is whole or absent, and on the disk before anything that speaks of it.
"""

import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings

from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.notes import parse_note
from ledger.tlog.tiles import TILE_WIDTH, bundle_path, tile_path

CHECKPOINT = "checkpoint"


def public_folder() -> Path:
    """Return the folder whose files are served under `/registre/`."""
    folder: Path = settings.LEDGER_DIR / "public"
    return folder


def read(path: str) -> bytes | None:
    """Return the published file at `path`, or None."""
    try:
        return (public_folder() / path).read_bytes()
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
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with beside.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(file)
    _sync(file.parent)


def write_tile(level: int, number: int, content: bytes, *, width: int) -> None:
    """Publish a tile of hashes; `width` is how many of its 256 places are taken."""
    _write_growing(tile_path(level, number, width), content, full=tile_path(level, number))


def write_bundle(number: int, content: bytes, *, width: int) -> None:
    """Publish a bundle of entries; `width` is how many of its 256 places are taken."""
    _write_growing(bundle_path(number, width), content, full=bundle_path(number))


def widest(full: str, *, at_least: int) -> tuple[bytes, int] | None:
    """Return the widest published file of a tile or bundle, and its width; None if too narrow."""
    content = read(full)
    if content is not None:
        return content, TILE_WIDTH
    for width in sorted(_widths(full), reverse=True):
        if width < at_least:
            break
        content = read(f"{full}.p/{width}")
        if content is not None:
            return content, width
    # What was narrower a moment ago may have been completed since.
    content = read(full)
    return None if content is None else (content, TILE_WIDTH)


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
    return None if content is None else content.decode()


def published_checkpoint() -> Checkpoint | None:
    """Return what the published checkpoint says; raise Invalid if the file was damaged."""
    note = published_note()
    return None if note is None else parse_checkpoint(parse_note(note).text)


def _write_growing(path: str, content: bytes, *, full: str) -> None:
    write(path, content)
    for width in _widths(full):
        if path != f"{full}.p/{width}":
            erase(f"{full}.p/{width}")
    if path == full:
        shutil.rmtree(public_folder() / f"{full}.p", ignore_errors=True)


def _widths(full: str) -> list[int]:
    """Return the widths of which a part of `full` is published."""
    try:
        names = os.listdir(public_folder() / f"{full}.p")
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [int(name) for name in names if name.isdigit()]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
