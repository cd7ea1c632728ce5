"""Take out signs that show nothing and can turn the reading order of a line around."""

_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)


def without_invisible(text: str) -> str:
    """Return `text` without zero-width signs, marks of direction and their overrides."""
    return text.translate(_INVISIBLE)
