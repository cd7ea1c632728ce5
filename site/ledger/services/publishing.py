"""Publish what was sealed: tiles, objects and figures first, the signed checkpoint last.

Only committed rows are read. Killed anywhere, it begins again and writes the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from ledger import store
from ledger.errors import LogRefuses
from ledger.models import Entry, EntryQuerySet, LogObject, TallyFile
from ledger.sed1.entries import Kind, Tally
from ledger.services import signing
from ledger.services.guarding import ensure_not_behind, raise_mark
from ledger.services.witnessing import cosignatures
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import HASH_BYTES, leaf_hash
from ledger.tlog.notes import add_signature
from ledger.tlog.tiles import (
    TILE_WIDTH,
    append,
    consistency_proof,
    encode_bundle,
    root,
)

NAMES_AN_OBJECT = (Kind.OPEN, Kind.AMEND, Kind.DECISION, Kind.FACT)
# Bounds the memory of one step; tiles of 256 divide it.
STEP = 64 * TILE_WIDTH
# Bounds the list of one query, and what is held of its objects.
NAMED_AT_ONCE = 500
_NOT_OURS = (
    "The entries of the database, added to the published tiles, do not lead to its own root at"
    " size {size}. Nothing is signed. See site/docs/ledger.md: manage.py ledger_scrub."
)


def publish() -> int:
    """Publish and sign the log as it stands; return its published size, 0 if another does it.

    Raises:
        LogRefuses: if the database does not extend what was signed; nothing is signed.
    """
    with store.held(wait=False) as is_publisher:
        return _publish() if is_publisher else 0


def _publish() -> int:
    checkpoint = ensure_not_behind()
    published = store.published_checkpoint()
    old_size, size = published.size if published else 0, checkpoint.size
    if size <= old_size:
        return old_size
    # Before any file that a reader may keep for ever: no other history of this size comes after.
    raise_mark(checkpoint)
    if publish_tree(old_size, size) != checkpoint.root:
        raise LogRefuses(_NOT_OURS.format(size=size))
    publish_named(old_size, size)
    note = signing.signed(checkpoint)
    for line in cosignatures(
        note,
        size=size,
        proof_from=lambda old: consistency_proof(store.read_tile, old_size=old, size=size),
    ):
        note = add_signature(note, line)
    store.write(store.CHECKPOINT, note.encode())
    return size


def publish_tree(old_size: int, size: int) -> bytes | None:
    """Publish the bundles and tiles that the log gained; return the root that they lead to.

    The tiles are grown from those published before, not copied from the database: what is signed
    was derived twice. None if what was published before cannot be read.
    """
    try:
        for start in range(old_size // STEP * STEP, size, STEP):
            _publish_step(max(old_size, start), min(size, start + STEP))
        return root(store.read_tile, size=size)
    except (FileNotFoundError, Invalid):
        return None


def publish_named(old_size: int, size: int) -> None:
    """Publish the objects and figures that the entries between two sizes name by their hash."""
    new = Entry.objects.sealed().filter(index__gte=old_size, index__lt=size)
    for bodies in batched(_bodies(new, NAMES_AN_OBJECT), NAMED_AT_ONCE):
        named = [body[-HASH_BYTES:] for body in bodies]
        for object_ in LogObject.objects.filter(digest__in=named):
            store.write(object_path(bytes(object_.digest)), bytes(object_.body))
    for body in _bodies(new, [Kind.TALLY]):
        tally = Tally.from_bytes(body)
        file = TallyFile.objects.get(petition=tally.petition, day=tally.day)
        store.write(tally_path(file.petition, file.day), bytes(file.body))


def object_path(digest: bytes) -> str:
    """Return where the object of this hash is published."""
    return f"objet/{digest.hex()}.json"


def tally_path(petition: int, day: int) -> str:
    """Return where the figures by département of one petition and day are published."""
    return f"ventilation/{petition}/{day}.txt"


def _publish_step(old_size: int, size: int) -> None:
    first = old_size // TILE_WIDTH * TILE_WIDTH
    rows = Entry.objects.sealed().filter(index__gte=first, index__lt=size)
    bodies = [bytes(body) for body in rows.values_list("body", flat=True)]
    leaves = [leaf_hash(body) for body in bodies]
    _ensure_published(leaves[: old_size - first], number=first // TILE_WIDTH)
    for start in range(0, len(bodies), TILE_WIDTH):
        some = bodies[start : start + TILE_WIDTH]
        number = (first + start) // TILE_WIDTH
        store.write_bundle(number, encode_bundle(some), width=len(some))
    new = leaves[old_size - first :]
    for (level, number), hashes in append(store.read_tile, size=old_size, leaves=new).items():
        store.write_tile(level, number, hashes, width=len(hashes) // HASH_BYTES)


def _ensure_published(leaves: Sequence[bytes], *, number: int) -> None:
    """Raise Invalid if rows that were published in a bundle have changed: it is written anew."""
    published = store.read_tile(0, number)[: len(leaves) * HASH_BYTES] if leaves else b""
    if published != b"".join(leaves):
        raise Invalid("Des lignes déjà publiées ont changé.")


def _bodies(entries: EntryQuerySet, kinds: Iterable[Kind]) -> Iterator[bytes]:
    for body in entries.filter(kind__in=kinds).values_list("body", flat=True).iterator():
        yield bytes(body)
