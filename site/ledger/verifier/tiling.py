"""The tiles and bundles of a log of one size, each asked whole, its length checked."""

from functools import lru_cache

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
        data = log.read(tile_path(level, number, width), limit=TILE_BYTES)
        if data is None and width < TILE_WIDTH:
            # The log may have grown past it: C2SP lets it forget what a full tile holds.
            data = needed(log, tile_path(level, number), limit=TILE_BYTES)[: width * HASH_BYTES]
        if data is None or len(data) != width * HASH_BYTES:
            raise Invalid(f"La tuile {level}/{number} du registre manque ou est coupée.")
        return data

    return read


def read_bundle(log: Log, *, number: int, size: int) -> list[bytes]:
    """Return the entries of a bundle in the log of `size` entries: 256, or fewer in the last."""
    width = tile_width(0, number, size)
    data = log.read(bundle_path(number, width), limit=BUNDLE_BYTES_MAX)
    entries = decode_bundle(data) if data is not None else []
    if data is None and width < TILE_WIDTH:
        entries = decode_bundle(needed(log, bundle_path(number), limit=BUNDLE_BYTES_MAX))[:width]
    if len(entries) != width:
        raise Invalid(f"Le paquet {number} du registre manque ou est coupé.")
    return entries
