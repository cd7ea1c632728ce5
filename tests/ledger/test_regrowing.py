"""The tree grown again gives the tiles and roots that growing it group by group gave."""

from hashlib import sha256

import pytest

from ledger.services.regrowing import Regrowth, Tiles
from ledger.tlog.hashing import HASH_BYTES
from ledger.tlog.tiles import TILE_WIDTH, append, root

LEAVES = [sha256(bytes([n >> 16, n >> 8 & 255, n & 255])).digest() for n in range(70_000)]


def regrown(size: int, *, sizes: range | list[int]) -> tuple[Tiles, dict[int, bytes]]:
    tree = Regrowth()
    tiles: Tiles = {}
    roots: dict[int, bytes] = {}
    for start in range(0, size, TILE_WIDTH):
        tiles |= tree.add(b"".join(LEAVES[start : min(size, start + TILE_WIDTH)]))
        roots |= {n: tree.root_at(n) for n in sizes if start < n <= tree.size}
    return tiles | tree.edge(), roots


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 1000, 65_536, 65_537, 70_000])
def test_every_tile_is_the_same(size: int) -> None:
    grown = append(lambda *_: b"", size=0, leaves=LEAVES[:size])
    tiles, roots = regrown(size, sizes=[size])
    assert tiles == grown
    assert roots == {size: root(lambda *at: grown[at], size=size)}


def test_every_root_on_the_way_is_the_same() -> None:
    grown = append(lambda *_: b"", size=0, leaves=LEAVES)
    sizes = [*range(1, 1500), *range(65_530, 65_540), 69_999]
    _, roots = regrown(70_000, sizes=sizes)
    assert roots == {size: root(lambda *at: grown[at], size=size) for size in sizes}
    assert {len(each) for each in roots.values()} == {HASH_BYTES}
