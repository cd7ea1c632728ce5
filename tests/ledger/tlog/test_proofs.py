"""What the external vectors leave out: the smallest and the largest trees, and bent proofs."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash
from ledger.tlog.proofs import root_from_inclusion, verify_consistency, verify_inclusion
from tests.ledger.tlog import reference

OTHER = b"\x07" * 32


def consistent(
    old_size: int, size: int, *, old_root: bytes, root: bytes, proof: list[bytes]
) -> bool:
    try:
        verify_consistency(old_size=old_size, size=size, old_root=old_root, root=root, proof=proof)
    except Invalid:
        return False
    return True


def test_leaves_and_nodes_are_hashed_apart() -> None:
    assert leaf_hash(b"").hex() == sha256(b"\x00").hexdigest()
    assert node_hash(OTHER, OTHER) != leaf_hash(OTHER + OTHER)


def test_every_tree_extends_the_empty_one() -> None:
    assert consistent(0, 9, old_root=EMPTY_ROOT, root=OTHER, proof=[])
    assert consistent(0, 0, old_root=EMPTY_ROOT, root=EMPTY_ROOT, proof=[])


def test_the_empty_tree_has_one_root_and_one_proof() -> None:
    assert not consistent(0, 9, old_root=OTHER, root=OTHER, proof=[])
    assert not consistent(0, 9, old_root=EMPTY_ROOT, root=OTHER, proof=[OTHER])
    assert not consistent(0, 0, old_root=EMPTY_ROOT, root=OTHER, proof=[])
    assert not consistent(0, 0, old_root=OTHER, root=OTHER, proof=[])


def test_a_tree_extends_itself_and_nothing_shorter() -> None:
    assert consistent(5, 5, old_root=OTHER, root=OTHER, proof=[])
    assert not consistent(5, 5, old_root=OTHER, root=EMPTY_ROOT, proof=[])
    assert not consistent(5, 5, old_root=OTHER, root=OTHER, proof=[OTHER])
    assert not consistent(5, 4, old_root=OTHER, root=OTHER, proof=[])
    assert not consistent(-1, 4, old_root=OTHER, root=OTHER, proof=[])


def test_sizes_from_two_to_the_63_are_refused() -> None:
    assert not consistent(2**63, 2**63, old_root=OTHER, root=OTHER, proof=[])
    with pytest.raises(Invalid):
        root_from_inclusion(index=0, size=2**63, leaf=OTHER, proof=[OTHER] * 63)
    assert root_from_inclusion(index=0, size=2**63 - 1, leaf=OTHER, proof=[OTHER] * 63)


def test_a_lone_leaf_is_its_own_root() -> None:
    assert root_from_inclusion(index=0, size=1, leaf=OTHER, proof=[]) == OTHER


@given(size=st.integers(1, 400), data=st.data())
@settings(deadline=None)
def test_a_bent_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = reference.inclusion(index, 0, size)
    bent = data.draw(st.sampled_from(bent_forms(proof)))
    with pytest.raises(Invalid):
        verify_inclusion(
            index=index,
            size=size,
            leaf=reference.LEAVES[index],
            proof=bent,
            root=reference.subtree(0, size),
        )


@given(size=st.integers(2, 400), data=st.data())
@settings(deadline=None)
def test_a_bent_consistency_proof_is_refused(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, size - 1))
    proof = reference.consistency(old_size, 0, size)
    bent = data.draw(st.sampled_from(bent_forms(proof)))
    assert not consistent(
        old_size,
        size,
        old_root=reference.subtree(0, old_size),
        root=reference.subtree(0, size),
        proof=bent,
    )


def bent_forms(proof: list[bytes]) -> list[list[bytes]]:
    """Return a proof with a hash too many, and, where it has some, one less, changed or cut."""
    longer = [[*proof, OTHER], [OTHER, *proof], [*proof, b""]]
    if not proof:
        return longer
    changed = [[OTHER, *proof[1:]], [*proof[:-1], OTHER], [proof[0][:31], *proof[1:]]]
    return [*longer, *changed, proof[1:], proof[:-1]]
