"""A log of ten million entries grows and answers fast enough, in seconds of one processor."""

from time import process_time

import pytest

from ledger.tlog.tiles import append, consistency_proof, inclusion_proof, root
from tests.ledger.tlog import reference

MILLION = 1_000_000
SIZE = 10 * MILLION


@pytest.mark.long
def test_ten_million_leaves_are_added_and_proved_quickly() -> None:
    leaves = reference.LEAVES * 10
    tiles: dict[tuple[int, int], bytes] = {}

    def read(level: int, number: int) -> bytes:
        return tiles[level, number]

    start = process_time()
    for size in range(0, SIZE, MILLION):
        tiles.update(append(read, size=size, leaves=leaves))
    assert SIZE / (process_time() - start) > 300_000

    start = process_time()
    for index in range(0, SIZE, SIZE // 100):
        inclusion_proof(read, index=index, size=SIZE - 1)
        consistency_proof(read, old_size=index, size=SIZE - 1)
    root(read, size=SIZE - 1)
    assert (process_time() - start) / 200 < 0.005
