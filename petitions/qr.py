"""The QR code of a long address, as one line to draw. Pure Python."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import segno
from segno.encoder import DataOverflowError

QUIET_ZONE = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of `size` modules a side, quiet zone included; `path` draws the dark ones.

    `path` is the `d` of an SVG path to be stroked one module wide.
    """

    size: int
    path: str


def qr_code(address: str) -> QrCode | None:
    """Return the QR code of `address`, None if it is too long for any (about 2,900 letters)."""
    try:
        code = segno.make(address, error="l", boost_error=False, micro=False)
    except DataOverflowError:
        return None
    rows = list(code.matrix_iter(border=QUIET_ZONE))
    path = "".join(part for y, row in enumerate(rows) for part in _drawn(y, row))
    return QrCode(len(rows), path)


def _drawn(y: int, row: Iterable[int]) -> Iterator[str]:
    """Yield the strokes of one row: where it begins, then light and dark lengths in turns."""
    start = f"M0 {y}.5"
    for is_dark, modules in groupby(row, key=bool):
        length = len(list(modules))
        yield start + (f"h{length}" if is_dark else f"m{length} 0")
        start = ""
