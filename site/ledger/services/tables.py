"""The tree as the database holds it: who may change it, its right edge, what a group changed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from ledger.errors import LogRefuses
from ledger.models import Checkpoint, Tile
from ledger.tlog.tiles import TILE_HEIGHT, TILE_LEVELS, ReadTile

SEQUENCER_LOCK = 0x5ED1
_NUMBER_ENTRIES = """
    UPDATE ledger_entry AS entry SET index = sealed.index, body = sealed.body, geo = NULL
    FROM unnest(%s::uuid[], %s::bigint[], %s::bytea[]) AS sealed (id, index, body)
    WHERE entry.id = sealed.id AND entry.index IS NULL
"""
_WRITE_TILES = """
    INSERT INTO ledger_tile (level, number, hashes)
    SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
    ON CONFLICT (level, number) DO UPDATE SET hashes = EXCLUDED.hashes
"""


def hold_sequencer(*, wait: bool) -> bool:
    """Let nothing be sealed by others until this transaction ends; return whether it worked.

    Args:
        wait: whether to wait for another holder, or to return False at once.
    """
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
        return bool(cursor.fetchone()[0])


def last_checkpoint() -> Checkpoint | None:
    """Return the checkpoint of the whole log, None before the first group."""
    return Checkpoint.objects.first()


def tile_reader(size: int, changed: Mapping[tuple[int, int], bytes] | None = None) -> ReadTile:
    """Return a reader of the tiles of a tree of `size` leaves, its right edge in one query.

    Args:
        changed: tiles that stand before those of the table.
    """
    right_edge = [(level, size >> TILE_HEIGHT * (level + 1)) for level in range(TILE_LEVELS)]
    rows = Tile.objects.filter(pk__in=right_edge).values_list("level", "number", "hashes")
    held = {(level, number): bytes(hashes) for level, number, hashes in rows}
    held.update(changed or {})

    def read(level: int, number: int) -> bytes:
        if (level, number) not in held:
            held[level, number] = bytes(Tile.objects.get(pk=(level, number)).hashes)
        return held[level, number]

    return read


def number_entries(sealed: Sequence[tuple[UUID, bytes]], *, first: int) -> None:
    """Give consecutive indexes to entries of this transaction, each with its final bytes."""
    ids = [id_ for id_, _ in sealed]
    bodies = [body for _, body in sealed]
    indexes = list(range(first, first + len(sealed)))
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER_ENTRIES, [ids, indexes, bodies])
        if cursor.rowcount != len(sealed):
            raise LogRefuses("Some entries of this group were not waiting any more.")


def write_tiles(changed: Mapping[tuple[int, int], bytes]) -> None:
    """Store each tile whole, in place of what it was."""
    levels, numbers = [level for level, _ in changed], [number for _, number in changed]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_TILES, [levels, numbers, list(changed.values())])
