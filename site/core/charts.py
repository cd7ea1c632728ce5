"""Lines of charts, computed for our own SVG templates. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 100, 40


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line from left to right, on an axis that begins at 0.

    Attributes:
        points: of a `<polyline>` in a box of WIDTH by HEIGHT.
        top: the number at the upper edge, at least 1.
    """

    points: str
    top: int


def line_chart(values: Sequence[int]) -> LineChart:
    """Return the line through `values`, at least two of them, none negative, evenly spaced."""
    top = _round_up(max(values))
    step = WIDTH / (len(values) - 1)
    points = " ".join(
        f"{place * step:.2f},{HEIGHT - value * HEIGHT / top:.2f}"
        for place, value in enumerate(values)
    )
    return LineChart(points, top)


def _round_up(number: int) -> int:
    """Return the next number of one digit and zeros, or 15, 25 and zeros: an axis can end there."""
    size: int = 10 ** max(0, len(str(number)) - 1)
    steps = [size, size * 3 // 2, 2 * size, size * 5 // 2, *(n * size for n in range(3, 11))]
    return next(step for step in steps if step >= max(1, number))
