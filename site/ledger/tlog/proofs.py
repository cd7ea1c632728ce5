"""Checking inclusion and consistency proofs, step for step as RFC 9162 §2.1.3.2 and §2.1.4.2."""

from collections.abc import Sequence

from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT, HASH_BYTES, node_hash
from ledger.tlog.texts import NUMBER_END


def root_from_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """Return the root that `proof` leads to from a leaf (RFC 9162 §2.1.3.2).

    Args:
        index: zero-based place of the leaf, below `size`.
        size: number of leaves, from 1 to 2⁶³ − 1.
        leaf: the leaf's hash, 32 bytes.
        proof: hashes of 32 bytes, from the leaf's sibling to the root's child.

    Raises:
        Invalid: if the proof does not have the shape that `index` and `size` ask for.
    """
    if not 0 <= index < size < NUMBER_END:
        raise Invalid("Cette position n’est pas dans le registre.")
    _check_proof_hashes(leaf, *proof)
    node, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise Invalid("Cette preuve est trop longue.")
        if node & 1 or node == last:
            root = node_hash(sibling, root)
            node, last = _climb_without_sibling(node, last)
        else:
            root = node_hash(root, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise Invalid("Cette preuve est trop courte.")
    return root


def verify_inclusion(
    *, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise Invalid unless `proof` shows the leaf hash at `index` of the tree with this root."""
    if root_from_inclusion(index=index, size=size, leaf=leaf, proof=proof) != root:
        raise Invalid("Cette preuve ne mène pas au point de contrôle qu’elle annonce.")


def verify_consistency(
    *, old_size: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise Invalid unless the old tree is the beginning of the new one (RFC 9162 §2.1.4.2).

    Sizes are from 0 to 2⁶³ − 1. Every tree extends the empty one, and itself, with an empty proof.
    """
    if not 0 <= old_size <= size < NUMBER_END:
        raise Invalid("Le registre ne peut pas rétrécir.")
    if old_size < size:
        _check_proof_hashes(old_root, root, *proof)
    if old_size not in (0, size):
        proven = _roots_from_consistency(old_size, size, old_root, proof)
    elif proof:
        raise Invalid("Cette preuve est trop longue.")
    else:
        proven = (root if old_size else EMPTY_ROOT, root if size else EMPTY_ROOT)
    if proven != (old_root, root):
        raise Invalid("Ces deux points de contrôle se contredisent.")


def _roots_from_consistency(
    old_size: int, size: int, old_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """Return the old and the new root that a proof between two sizes, 0 < old < new, leads to."""
    if not proof:
        raise Invalid("Cette preuve est trop courte.")
    # A complete old tree is a node of the new one: the proof leaves out what everybody knows.
    is_complete = old_size & (old_size - 1) == 0
    start, *rest = [old_root, *proof] if is_complete else proof
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old, new = start, start
    for sibling in rest:
        if last == 0:
            raise Invalid("Cette preuve est trop longue.")
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            node, last = _climb_without_sibling(node, last)
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise Invalid("Cette preuve est trop courte.")
    return old, new


def _climb_without_sibling(node: int, last: int) -> tuple[int, int]:
    """Climb over the levels where a last node has no sibling, hence no hash in the proof."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _check_proof_hashes(*hashes: bytes) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise Invalid("Une empreinte de cette preuve n’a pas 32 octets.")
