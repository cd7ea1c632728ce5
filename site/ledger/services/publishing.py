"""Publish what was sealed: tiles, objects and figures first, the signed checkpoint last.

Only committed rows are read. Killed anywhere, it begins again and writes the same bytes.
"""

from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from ledger import store
from ledger.models import Entry, EntryQuerySet, LogObject, TallyFile, Tile
from ledger.sed1.entries import Kind, Tally, parse_entry
from ledger.services import signing
from ledger.services.guarding import ensure_not_behind, raise_mark
from ledger.services.tables import last_checkpoint, tile_reader
from ledger.services.witnessing import cosignatures
from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.hashing import HASH_BYTES
from ledger.tlog.notes import add_signature
from ledger.tlog.tiles import (
    TILE_HEIGHT,
    TILE_LEVELS,
    TILE_WIDTH,
    consistency_proof,
    encode_bundle,
    tile_width,
)

PUBLISHER_LOCK = 0x5ED3
_NAMES_AN_OBJECT = (Kind.OPEN, Kind.AMEND, Kind.DECISION, Kind.FACT)


@transaction.atomic
def publish() -> int:
    """Publish and sign the log as it stands; return its published size, 0 if another does it.

    Raises:
        LogRefuses: if the database does not extend what was signed; nothing is signed.
    """
    if not _is_publisher():
        return 0
    published = store.published_checkpoint()
    old_size = published.size if published else 0
    last = last_checkpoint()
    if last is None or last.size <= old_size:
        return old_size
    ensure_not_behind()
    size, root_hash = last.size, bytes(last.root)
    _publish_bundles(old_size, size)
    _publish_tiles(old_size, size)
    _publish_objects(old_size, size)
    raise_mark(size, root_hash)
    note = signing.signed(Checkpoint(signing.origin(), size, root_hash))
    tiles = tile_reader(size)
    for line in cosignatures(
        note,
        size=size,
        proof_from=lambda old: consistency_proof(tiles, old_size=old, size=size),
    ):
        note = add_signature(note, line)
    store.write(store.CHECKPOINT, note.encode())
    return size


def object_path(digest: bytes) -> str:
    """Return where the object of this hash is published."""
    return f"objet/{digest.hex()}.json"


def tally_path(petition: int, day: int) -> str:
    """Return where the figures by département of one petition and day are published."""
    return f"ventilation/{petition}/{day}.txt"


def _is_publisher() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PUBLISHER_LOCK])
        return bool(cursor.fetchone()[0])


def _publish_bundles(old_size: int, size: int) -> None:
    for number in range(old_size // TILE_WIDTH, -(-size // TILE_WIDTH)):
        first = number * TILE_WIDTH
        bodies = [
            bytes(body)
            for body in Entry.objects.sealed()
            .filter(index__gte=first, index__lt=min(size, first + TILE_WIDTH))
            .values_list("body", flat=True)
        ]
        store.write_bundle(number, encode_bundle(bodies), width=len(bodies))


def _publish_tiles(old_size: int, size: int) -> None:
    for level, number in _changed(old_size, size):
        width = tile_width(level, number, size)
        hashes = bytes(Tile.objects.get(pk=(level, number)).hashes)[: width * HASH_BYTES]
        store.write_tile(level, number, hashes, width=width)


def _changed(old_size: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the level and number of every tile that grew between two sizes of the log."""
    for level in range(TILE_LEVELS):
        old_count, count = (each >> TILE_HEIGHT * level for each in (old_size, size))
        if count > old_count:
            last = -(-count // TILE_WIDTH)
            yield from ((level, number) for number in range(old_count // TILE_WIDTH, last))


def _publish_objects(old_size: int, size: int) -> None:
    """Publish the objects and figures that the new entries name by their hash."""
    new = Entry.objects.sealed().filter(index__gte=old_size, index__lt=size)
    named = [bytes(body)[-HASH_BYTES:] for body in _bodies(new, _NAMES_AN_OBJECT)]
    for object_ in LogObject.objects.filter(digest__in=named):
        store.write(object_path(bytes(object_.digest)), bytes(object_.body))
    for body in _bodies(new, [Kind.TALLY]):
        tally = parse_entry(body)
        assert isinstance(tally, Tally)  # noqa: S101  (of this kind)
        file = TallyFile.objects.get(petition=tally.petition, day=tally.day)
        store.write(tally_path(file.petition, file.day), bytes(file.body))


def _bodies(entries: EntryQuerySet, kinds: Iterable[Kind]) -> Iterator[bytes]:
    for body in entries.filter(kind__in=kinds).values_list("body", flat=True):
        yield bytes(body)
