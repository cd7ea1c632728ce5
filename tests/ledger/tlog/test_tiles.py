"""Tiles give the roots and the proofs of RFC 9162, at every size, however the tree grew."""

import random
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT
from ledger.tlog.proofs import verify_consistency, verify_inclusion
from ledger.tlog.tiles import (
    append,
    bundle_path,
    consistency_proof,
    decode_bundle,
    encode_bundle,
    inclusion_proof,
    root,
    tile_path,
    tile_width,
    tile_widths,
)
from tests.ledger.tlog import reference

type Tiles = dict[tuple[int, int], bytes]

SIZE = 70_000  # The example of tlog-tiles.


def grown(steps: list[int]) -> Tiles:
    """Return the tiles of a tree that grew by these numbers of leaves."""
    tiles: Tiles = {}
    size = 0
    for step in steps:
        changed = append(
            lambda level, number: tiles[level, number],
            size=size,
            leaves=reference.LEAVES[size : size + step],
        )
        tiles.update(changed)
        size += step
    return tiles


@cache
def all_tiles() -> Tiles:
    return grown([len(reference.LEAVES)])


def read(level: int, number: int) -> bytes:
    """Read a tile of the biggest tree: wider, then, than a smaller tree has it."""
    return all_tiles()[level, number]


def some(size: int, count: int) -> list[int]:
    """Return the ends and `count` other whole numbers below `size`, always the same ones."""
    chosen = random.Random(size).sample(range(size), min(size, count))  # noqa: S311
    return sorted({*chosen, *([0, size - 1] if size else [])})


def check(size: int, *, indexes: list[int], old_sizes: list[int]) -> None:
    """Compare root and proofs with the reference; the verifier must accept each proof."""
    top = root(read, size=size)
    assert top == reference.subtree(0, size)
    for index in indexes:
        proof = inclusion_proof(read, index=index, size=size)
        assert proof == reference.inclusion(index, 0, size)
        leaf = reference.LEAVES[index]
        verify_inclusion(index=index, size=size, leaf=leaf, proof=proof, root=top)
    for old in old_sizes:
        proof = consistency_proof(read, old_size=old, size=size)
        assert proof == (reference.consistency(old, 0, size) if old else [])
        verify_consistency(
            old_size=old,
            size=size,
            old_root=reference.subtree(0, old),
            root=top,
            proof=proof,
        )


def test_every_size_to_1000_has_the_root_and_the_proofs_of_the_rfc() -> None:
    for size in range(1_001):
        count = size if size <= 20 else 2
        check(size, indexes=some(size, count), old_sizes=[*some(size, count), size])


@pytest.mark.long
def test_every_proof_of_every_size_to_150_is_that_of_the_rfc() -> None:
    for size in range(151):
        check(size, indexes=list(range(size)), old_sizes=list(range(size + 1)))


@given(size=st.integers(1, 100_000), data=st.data())
@settings(deadline=None, max_examples=100)
def test_any_size_has_the_root_and_the_proofs_of_the_rfc(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    old_size = data.draw(st.integers(0, size))
    check(size, indexes=[index], old_sizes=[old_size])


@pytest.mark.long
@given(size=st.integers(1, 100_000), data=st.data())
@settings(deadline=None, max_examples=1_000)
def test_many_sizes_have_the_roots_and_the_proofs_of_the_rfc(
    size: int, data: st.DataObject
) -> None:
    indexes = data.draw(st.lists(st.integers(0, size - 1), max_size=5))
    old_sizes = data.draw(st.lists(st.integers(0, size), max_size=5))
    check(size, indexes=indexes, old_sizes=old_sizes)


def test_the_empty_tree_has_the_root_of_nothing() -> None:
    assert root(read, size=0) == EMPTY_ROOT


@given(st.lists(st.integers(0, 700), max_size=8))
@settings(deadline=None, max_examples=50)
def test_a_tree_grown_by_steps_is_the_tree_grown_at_once(steps: list[int]) -> None:
    assert grown(steps) == grown([sum(steps)])


def test_growing_returns_changed_tiles_only() -> None:
    tiles = grown([65_530])
    changed = append(
        lambda level, number: tiles[level, number],
        size=65_530,
        leaves=reference.LEAVES[65_530:65_540],
    )
    assert list(changed) == [(0, 255), (0, 256), (1, 0), (2, 0)]


def test_each_level_is_read_once_to_grow_and_to_find_the_root() -> None:
    seen: list[tuple[int, int]] = []

    def watched(level: int, number: int) -> bytes:
        seen.append((level, number))
        return read(level, number)

    append(watched, size=SIZE, leaves=reference.LEAVES[:1])
    root(watched, size=SIZE)
    assert seen == [(0, 273), (0, 273), (1, 1), (2, 0)]


def test_a_proof_reads_two_tiles_a_level() -> None:
    seen: list[tuple[int, int]] = []

    def watched(level: int, number: int) -> bytes:
        seen.append((level, number))
        return read(level, number)

    inclusion_proof(watched, index=1_000, size=SIZE)
    assert sorted(seen) == [(0, 3), (0, 273), (1, 0), (1, 1), (2, 0), (2, 0)]


def test_a_proof_needs_no_wider_tile_than_the_tree_has() -> None:
    def exact(level: int, number: int) -> bytes:
        return read(level, number)[: 32 * tile_width(level, number, SIZE)]

    for index in some(SIZE, 20):
        proof = inclusion_proof(exact, index=index, size=SIZE)
        assert proof == reference.inclusion(index, 0, SIZE)


def test_a_cut_tile_is_refused() -> None:
    def cut(level: int, number: int) -> bytes:
        return read(level, number)[:1_000]

    asked: list[Callable[[], object]] = [
        lambda: root(cut, size=SIZE),
        lambda: inclusion_proof(cut, index=5, size=SIZE),
        lambda: consistency_proof(cut, old_size=5, size=SIZE),
        lambda: append(cut, size=SIZE, leaves=[EMPTY_ROOT]),
    ]
    for ask in asked:
        with pytest.raises(Invalid):
            ask()


def test_what_the_tree_does_not_hold_has_no_proof() -> None:
    asked: list[Callable[[], object]] = [
        lambda: inclusion_proof(read, index=8, size=8),
        lambda: inclusion_proof(read, index=-1, size=8),
        lambda: inclusion_proof(read, index=0, size=2**63),
        lambda: consistency_proof(read, old_size=9, size=8),
        lambda: consistency_proof(read, old_size=-1, size=8),
        lambda: root(read, size=-1),
        lambda: append(read, size=2**63 - 1, leaves=[EMPTY_ROOT]),
        lambda: append(read, size=0, leaves=[b"short"]),
    ]
    for ask in asked:
        with pytest.raises(Invalid):
            ask()


def widths(size: int) -> Iterator[tuple[int, int, int]]:
    """Say again, by the formula of tlog-tiles, which tiles a tree has."""
    level = 0
    while size // 256**level:
        full, partial = divmod(size // 256**level, 256)
        yield from ((level, number, 256) for number in range(full))
        if partial:
            yield level, full, partial
        level += 1


def test_a_tree_of_70000_leaves_has_the_tiles_of_the_specification() -> None:
    tiles = list(tile_widths(SIZE))
    assert tiles.count((0, 272, 256)) == 1
    assert [each for each in tiles if each[2] < 256] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert sum(level == 0 and width == 256 for level, _, width in tiles) == 273
    assert sum(level == 1 and width == 256 for level, _, width in tiles) == 1
    assert {(level, number) for level, number, _ in tiles} == set(grown([SIZE]))


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 100_000])
def test_the_tiles_of_a_size_are_those_of_the_formula(size: int) -> None:
    assert list(tile_widths(size)) == list(widths(size))
    tiles = grown([size])
    assert {place: len(tile) // 32 for place, tile in tiles.items()} == {
        (level, number): width for level, number, width in widths(size)
    }


def test_a_tile_beyond_the_tree_has_no_width() -> None:
    assert tile_width(0, 274, SIZE) == 0
    assert tile_width(3, 0, SIZE) == 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (tile_path(0, 0, 5), "tile/0/000.p/5"),
        (tile_path(0, 1_067), "tile/0/x001/067"),
        (tile_path(2, 1_234_067, 255), "tile/2/x001/x234/067.p/255"),
        (tile_path(63, 999), "tile/63/999"),
        (bundle_path(1_000, 1), "tile/entries/x001/000.p/1"),
        (bundle_path(273), "tile/entries/273"),
    ],
)
def test_a_tile_has_one_address(path: str, expected: str) -> None:
    assert path == expected


@pytest.mark.parametrize(
    ("level", "number", "width"), [(64, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_no_other_tile_has_an_address(level: int, number: int, width: int) -> None:
    with pytest.raises(Invalid):
        tile_path(level, number, width)


def test_a_bundle_is_each_entry_after_its_length() -> None:
    assert encode_bundle([b"", b"ab", b"\x00" * 258]) == b"\0\0\0\2ab\1\2" + b"\x00" * 258


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=256))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries)) == entries


@given(st.binary(max_size=60))
def test_any_bytes_are_one_bundle_or_none(data: bytes) -> None:
    try:
        entries = decode_bundle(data)
    except Invalid:
        return
    assert encode_bundle(entries) == data


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\1", b"\0\2a", b"\0\1ab", b"\0\0" * 257])
def test_a_cut_or_overfull_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        decode_bundle(data)


@pytest.mark.parametrize("entries", [[], [b""] * 257, [b"a" * 65_536]])
def test_no_bundle_holds_too_much_or_nothing(entries: list[bytes]) -> None:
    with pytest.raises(Invalid):
        encode_bundle(entries)
