"""RFC 9162 §2.1 word for word: slow, recursive, and written without looking at the tiles."""

from functools import cache
from hashlib import sha256

LEAVES = [sha256(b"leaf %d" % number).digest() for number in range(100_000)]


@cache
def subtree(start: int, end: int) -> bytes:
    """Return MTH(D[start:end]) (§2.1.1), D being the leaves hashed already."""
    if start == end:
        return sha256(b"").digest()
    if end - start == 1:
        return LEAVES[start]
    middle = start + split(end - start)
    return sha256(b"\x01" + subtree(start, middle) + subtree(middle, end)).digest()


def split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def inclusion(index: int, start: int, end: int) -> list[bytes]:
    """Return PATH(index, D[start:end]) (§2.1.3.1)."""
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if index < middle - start:
        return [*inclusion(index, start, middle), subtree(middle, end)]
    return [*inclusion(index - (middle - start), middle, end), subtree(start, middle)]


def consistency(old: int, start: int, end: int, *, whole: bool = True) -> list[bytes]:
    """Return SUBPROOF(old, D[start:end], whole) (§2.1.4.1)."""
    if old == end - start:
        return [] if whole else [subtree(start, end)]
    middle = start + split(end - start)
    if old <= middle - start:
        return [*consistency(old, start, middle, whole=whole), subtree(middle, end)]
    rest = consistency(old - (middle - start), middle, end, whole=False)
    return [*rest, subtree(start, middle)]
