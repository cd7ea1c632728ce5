"""The smallest pieces of the format: labelled domains, big-endian integers, strict reading."""

from functools import cache

from ledger.tlog.errors import Invalid


@cache
def dom(label: str) -> bytes:
    """Return `label` (ASCII, at most 255 characters) after one byte that says its length."""
    return u8(len(label)) + label.encode("ascii")


def u8(number: int) -> bytes:
    """Return `number` (0 to 2⁸ − 1) in one byte, or raise Invalid."""
    return _big_endian(number, 1)


def u16(number: int) -> bytes:
    """Return `number` (0 to 2¹⁶ − 1) in two bytes, or raise Invalid."""
    return _big_endian(number, 2)


def u32(number: int) -> bytes:
    """Return `number` (0 to 2³² − 1) in four bytes, or raise Invalid."""
    return _big_endian(number, 4)


def u64(number: int) -> bytes:
    """Return `number` (0 to 2⁶⁴ − 1) in eight bytes, or raise Invalid."""
    return _big_endian(number, 8)


def exactly(data: bytes, length: int) -> bytes:
    """Return `data` if it has `length` bytes, or raise Invalid."""
    if len(data) != length:
        raise Invalid(f"Une valeur devrait avoir {length} octets ; elle en a {len(data)}.")
    return data


def _big_endian(number: int, length: int) -> bytes:
    try:
        return number.to_bytes(length, "big")
    except OverflowError:
        raise Invalid(f"Le nombre {number} ne tient pas dans {length} octets.") from None


class Reader:
    """Read fixed-length pieces of `data` one after the other; nothing may lack or remain."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def piece(self, length: int) -> bytes:
        """Return the next `length` bytes, or raise Invalid if fewer remain."""
        end = self._at + length
        if end > len(self._data):
            raise Invalid("Les données sont coupées : il en manque la fin.")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def integer(self, length: int) -> int:
        """Return the next `length` bytes as a big-endian integer."""
        return int.from_bytes(self.piece(length), "big")

    def end(self) -> None:
        """Raise Invalid if bytes remain."""
        if self._at != len(self._data):
            raise Invalid("Les données sont trop longues : il y a quelque chose après la fin.")
