"""Take out signs that show nothing and can turn the reading order of a line around."""

_UNPRINTABLE = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]
)
_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)


def without_invisible(text: str) -> str:
    """Return `text` without zero-width signs, marks of direction and their overrides."""
    return text.translate(_INVISIBLE)


def printable(text: str) -> str:
    """Return `text` without the signs of control, which XML cannot hold."""
    return text.translate(_UNPRINTABLE)
