"""Grow the tree again from its leaves, once, with nothing in memory but its right edge."""

from ledger.tlog.hashing import HASH_BYTES, fold_row, node_hash, row_root
from ledger.tlog.tiles import TILE_BYTES, TILE_HEIGHT, TILE_WIDTH

type Tiles = dict[tuple[int, int], bytes]


class Regrowth:
    """A tree that grows by whole tiles of leaves, and knows its root at each size on the way."""

    def __init__(self) -> None:
        self.size = 0
        self._above: list[bytes] = []  # by level from 1 on: the tile that is not full yet
        self._peaks: list[bytes] = []  # roots of complete subtrees before the last tile
        self._layers: list[bytes] = []  # the last tile, and what it folds to, level by level

    def add(self, row: bytes) -> Tiles:
        """Add the hashes of 256 leaves, or of fewer, the last; return every tile that is complete.

        The last, incomplete tiles of each level are in `edge`.
        """
        if self.size:
            self._add_peak(self._layers[-1])
        self._layers = [row]
        while len(self._layers[-1]) > HASH_BYTES:
            self._layers.append(fold_row(self._layers[-1]))
        level, number = 0, self.size // TILE_WIDTH
        self.size += len(row) // HASH_BYTES
        tiles = {}
        while len(row) == TILE_BYTES:
            tiles[level, number] = row
            top = self._layers[-1] if level == 0 else row_root(row)
            if level == len(self._above):
                self._above.append(b"")
            row = self._above[level] + top
            self._above[level] = b"" if len(row) == TILE_BYTES else row
            level, number = level + 1, number // TILE_WIDTH
        return tiles

    def edge(self) -> Tiles:
        """Return the incomplete tiles of the tree as it is."""
        rows = [b"" if self.size % TILE_WIDTH == 0 else self._layers[0], *self._above]
        return {
            (level, self.size >> TILE_HEIGHT * (level + 1)): row
            for level, row in enumerate(rows)
            if row
        }

    def root_at(self, size: int) -> bytes:
        """Return the root of the first `size` leaves, of which the last is in the tile added last.

        Takes one hash or two for each power of two in `size`.
        """
        before = (self.size - 1) // TILE_WIDTH * TILE_WIDTH
        width, start, subtrees = size - before, 0, list(self._peaks)
        for height in reversed(range(width.bit_length())):
            if width >> height & 1:
                place = (start >> height) * HASH_BYTES
                subtrees.append(self._layers[height][place : place + HASH_BYTES])
                start += 1 << height
        top = subtrees.pop()
        while subtrees:
            top = node_hash(subtrees.pop(), top)
        return top

    def _add_peak(self, top: bytes) -> None:
        """Add the root of one more whole tile, and join what it makes complete."""
        number = (self.size - 1) // TILE_WIDTH
        while number & 1:
            top, number = node_hash(self._peaks.pop(), top), number >> 1
        self._peaks.append(top)
