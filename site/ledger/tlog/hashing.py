"""The two hashes of a Merkle tree (RFC 9162 §2.1.1), and a row of them folded into its parents."""

from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the 32-byte hash of the leaf that holds `entry`."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of the node above two hashes."""
    return sha256(b"\x01" + left + right).digest()


def fold_row(row: bytes) -> bytes:
    """Return the row of parents of a row of concatenated hashes, one tree level higher.

    A last hash without a sibling rises as it is: folding a row until one hash is left gives the
    very root of RFC 9162, whose left subtrees are always complete.
    """
    pairs = range(0, len(row) - HASH_BYTES, 2 * HASH_BYTES)
    parents = b"".join([sha256(b"\x01" + row[i : i + 2 * HASH_BYTES]).digest() for i in pairs])
    return parents + row[2 * HASH_BYTES * len(pairs) :]


def row_root(row: bytes) -> bytes:
    """Return the root above a row of one or more concatenated hashes."""
    while len(row) > HASH_BYTES:
        row = fold_row(row)
    return row
