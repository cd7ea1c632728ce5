"""A Merkle tree kept as tiles of 256 hashes (C2SP tlog-tiles): growing it, its root, its proofs."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT, HASH_BYTES, fold_row, row_root
from ledger.tlog.texts import NUMBER_END

TILE_WIDTH = 256
TILE_HEIGHT = 8  # Binary levels of the tree between two levels of tiles.
TILE_BYTES = TILE_WIDTH * HASH_BYTES
TILE_LEVELS = 8  # All that a tree of fewer than 2⁶³ leaves can have.
ENTRY_BYTES_MAX = 2**16 - 1

ReadTile = Callable[[int, int], bytes]
"""Give the hashes of tile (level, number), at least as many as the tree asked about has."""


def tile_path(level: int, number: int, width: int = TILE_WIDTH) -> str:
    """Return where a tile of `width` hashes (1 to 256) is served, such as `tile/0/x001/067.p/5`."""
    if not 0 <= level < 64:
        raise Invalid("Ce niveau de tuile n’existe pas.")
    return f"tile/{level}/{_tile_number_path(number, width)}"


def bundle_path(number: int, width: int = TILE_WIDTH) -> str:
    """Return where a bundle of `width` entries (1 to 256) is served."""
    return f"tile/entries/{_tile_number_path(number, width)}"


def tile_width(level: int, number: int, size: int) -> int:
    """Return how many hashes tile (level, number) has in a tree of `size` leaves; 0 if none."""
    return max(0, min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - number * TILE_WIDTH))


def tile_widths(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield (level, number, width) of every tile of a tree of `size` leaves, lowest level first."""
    for level in range(TILE_LEVELS):
        for start in range(0, size >> (TILE_HEIGHT * level), TILE_WIDTH):
            number = start // TILE_WIDTH
            yield level, number, tile_width(level, number, size)


def append(read: ReadTile, *, size: int, leaves: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """Return every tile, whole, that adding `leaves` to a tree of `size` leaves changes.

    Args:
        read: gives the tiles of the tree before; at most one is read at each level.
        size: number of leaves before.
        leaves: leaf hashes of 32 bytes, in order.

    Raises:
        Invalid: if a leaf is no hash, a tile is too short, or the tree would be too big.
    """
    if not 0 <= size <= size + len(leaves) < NUMBER_END:
        raise Invalid("Le registre ne peut pas avoir cette taille.")
    if not {HASH_BYTES}.issuperset(map(len, leaves)):
        raise Invalid("Une empreinte à ajouter n’a pas 32 octets.")
    changed: dict[tuple[int, int], bytes] = {}
    level, count, added = 0, size, b"".join(leaves)
    while added:
        number, width = divmod(count, TILE_WIDTH)
        row = _read_tile_row(read, level, number, width) + added
        tiles = [row[start : start + TILE_BYTES] for start in range(0, len(row), TILE_BYTES)]
        changed.update(((level, number + place), tile) for place, tile in enumerate(tiles))
        added = b"".join([row_root(tile) for tile in tiles if len(tile) == TILE_BYTES])
        level, count = level + 1, number
    return changed


def root(read: ReadTile, *, size: int) -> bytes:
    """Return the root of the tree of the first `size` leaves, reading one tile a level."""
    _check_tree_size(size)
    return _tree_edge(read, size)[-1] or EMPTY_ROOT


def inclusion_proof(read: ReadTile, *, index: int, size: int) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree of `size` leaves (RFC 9162 §2.1.3.1).

    Reads at most two tiles a level. Raises Invalid if `index` is not below `size`.
    """
    _check_tree_size(size)
    if not 0 <= index < size:
        raise Invalid("Cette position n’est pas dans le registre.")
    return _node_path(read, leaf=index, height=0, size=size)[1:]


def consistency_proof(read: ReadTile, *, old_size: int, size: int) -> list[bytes]:
    """Return the proof that a tree of `old_size` leaves begins this one (RFC 9162 §2.1.4.1).

    It is the path of the last complete subtree of the old tree, headed by that subtree's own hash
    unless it is the whole old tree. Empty for equal sizes, and for an empty old tree.
    """
    _check_tree_size(size)
    if not 0 <= old_size <= size:
        raise Invalid("Le registre n’a pas encore cette taille.")
    if old_size in (0, size):
        return []
    height = (old_size & -old_size).bit_length() - 1
    path = _node_path(read, leaf=old_size - 1, height=height, size=size)
    return path[1:] if old_size == 1 << height else path


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return 1 to 256 entries of at most 65,535 bytes, each after its length on two bytes."""
    chosen = list(entries)
    if not 1 <= len(chosen) <= TILE_WIDTH:
        raise Invalid("Un paquet contient de 1 à 256 entrées.")
    if any(len(entry) > ENTRY_BYTES_MAX for entry in chosen):
        raise Invalid("Cette entrée est trop longue.")
    return b"".join([len(entry).to_bytes(2) + entry for entry in chosen])


def decode_bundle(data: bytes) -> list[bytes]:
    """Return the 1 to 256 entries of a bundle; raise Invalid if it is cut or has too many."""
    entries, start = [], 0
    while start < len(data):
        end = start + 2 + int.from_bytes(data[start : start + 2])
        if start + 2 > len(data) or end > len(data):
            raise Invalid("Ce paquet d’entrées est coupé.")
        entries.append(data[start + 2 : end])
        start = end
    if not 1 <= len(entries) <= TILE_WIDTH:
        raise Invalid("Un paquet contient de 1 à 256 entrées.")
    return entries


def _tile_number_path(number: int, width: int) -> str:
    if number < 0 or not 1 <= width <= TILE_WIDTH:
        raise Invalid("Cette tuile n’existe pas.")
    path = f"{number % 1000:03}"
    while number := number // 1000:
        path = f"x{number % 1000:03}/{path}"
    return path if width == TILE_WIDTH else f"{path}.p/{width}"


def _check_tree_size(size: int) -> None:
    if not 0 <= size < NUMBER_END:
        raise Invalid("Le registre ne peut pas avoir cette taille.")


def _read_tile_row(read: ReadTile, level: int, number: int, width: int) -> bytes:
    """Return the first `width` hashes of a tile."""
    row = read(level, number)[: width * HASH_BYTES] if width else b""
    if len(row) != width * HASH_BYTES:
        raise Invalid("Une tuile du registre est coupée.")
    return row


def _tree_edge(read: ReadTile, size: int) -> list[bytes]:
    """Return, by level of tiles, the hash of the incomplete subtree at the right end, or nothing.

    It stands after the complete hashes of its level, which tiles hold; the last one is the root.
    """
    edge = [b""]
    while count := size >> (TILE_HEIGHT * (len(edge) - 1)):
        number, width = divmod(count, TILE_WIDTH)
        edge.append(row_root(_read_tile_row(read, len(edge) - 1, number, width) + edge[-1]))
    return edge


def _node_path(read: ReadTile, *, leaf: int, height: int, size: int) -> list[bytes]:
    """Return the hash of the node `height` levels above a leaf, then its siblings to the root."""
    edge = _tree_edge(read, size)
    path: list[bytes] = []
    for level in range(height // TILE_HEIGHT, len(edge) - 1):
        number, place = divmod(leaf >> (TILE_HEIGHT * level), TILE_WIDTH)
        row = _read_tile_row(read, level, number, tile_width(level, number, size))
        if number == size >> (TILE_HEIGHT * (level + 1)):
            row += edge[level]
        for above in range(TILE_HEIGHT * level, TILE_HEIGHT * (level + 1)):
            if above == height:
                path.append(_row_hash(row, place))
            if above >= height:
                path.append(_row_hash(row, place ^ 1))
            row, place = fold_row(row), place >> 1
    return [each for each in path if each]


def _row_hash(row: bytes, place: int) -> bytes:
    """Return one hash of a row, or nothing beyond its end."""
    return row[place * HASH_BYTES : (place + 1) * HASH_BYTES]
