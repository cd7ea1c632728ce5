"""Answer for one signature: where it stands in the published log, and the proof of it."""

from collections.abc import Collection

from ledger import store
from ledger.models import Entry
from ledger.tlog.tiles import inclusion_proof
from ledger.tlog.tlog_proofs import TlogProof


def index_of(commitment: bytes) -> int | None:
    """Return the index of the SIGN with this C, None while it waits or if there is none."""
    return indexes_of([commitment]).get(commitment)


def indexes_of(commitments: Collection[bytes]) -> dict[bytes, int]:
    """Return the index of each SIGN with one of these C that does not wait; one query."""
    found = Entry.objects.sealed().filter(commitment__in=commitments)
    rows = found.values_list("commitment", "index")
    return {bytes(c): index for c, index in rows if c is not None and index is not None}


def proof_of(commitment: bytes, *, extra: bytes | None = None) -> TlogProof | None:
    """Return the proof that the SIGN with this C is in the published log; None before it is.

    Args:
        extra: the receipt to put into the proof, form 1 or 2.
    """
    index, note = index_of(commitment), store.published_note()
    if index is None or note is None:
        return None
    # Of the note that was read: the next checkpoint may be published meanwhile.
    size = store.checkpoint_of(note).size
    if index >= size:
        return None
    hashes = inclusion_proof(store.read_tile, index=index, size=size)
    return TlogProof(index, tuple(hashes), note, extra)
