"""The tiles and bundles of a log of one size, each asked whole, its length checked."""

from collections.abc import Callable
from functools import lru_cache, partial

from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import HASH_BYTES
from ledger.tlog.tiles import (
    TILE_BYTES,
    TILE_WIDTH,
    ReadTile,
    bundle_path,
    decode_bundle,
    tile_path,
    tile_width,
)
from ledger.verifier.reading import Log, needed

BUNDLE_BYTES_MAX = 2**20  # Entries have at most 73 bytes; those to come may be longer.
TILES_KEPT = 64


def tile_reader(log: Log, *, size: int) -> ReadTile:
    """Return what reads the tiles of the tree of `size` leaves, each at most once in a row."""

    @lru_cache(maxsize=TILES_KEPT)
    def read(level: int, number: int) -> bytes:
        width = tile_width(level, number, size)
        if not width:
            raise Invalid(f"Le registre n’a pas encore de tuile {level}/{number}.")
        data, served = _file(partial(tile_path, level, number), width, limit=TILE_BYTES, log=log)
        if len(data) != served * HASH_BYTES:
            raise Invalid(f"La tuile {level}/{number} du registre n’a pas sa taille.")
        return data[: width * HASH_BYTES]

    return read


def read_bundle(log: Log, *, number: int, size: int) -> list[bytes]:
    """Return the entries of a bundle in the log of `size` entries: 256, or fewer in the last."""
    width = tile_width(0, number, size)
    data, served = _file(partial(bundle_path, number), width, limit=BUNDLE_BYTES_MAX, log=log)
    entries = decode_bundle(data)
    if len(entries) != served:
        raise Invalid(f"Le paquet {number} du registre n’a pas sa taille.")
    return entries[:width]


def _file(path_of: Callable[[int], str], width: int, *, limit: int, log: Log) -> tuple[bytes, int]:
    """Return a file and its width: a log may forget a partial one once the full one is there."""
    data = log.read(path_of(width), limit=limit)
    if data is None:
        return needed(log, path_of(TILE_WIDTH), limit=limit), TILE_WIDTH
    return data, width
