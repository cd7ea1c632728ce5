"""Read the stylesheet: its colours in each scheme, and how far apart two of them are."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "site" / "static" / "css" / "site.css"
DARK = "@media (prefers-color-scheme: dark)"

type Colours = dict[str, str]


def schemes() -> dict[str, Colours]:
    """Return the colours of the light and of the dark scheme, by token; dark overrides light."""
    before, after = CSS.read_text().split(DARK, 1)
    light = _colours(before)
    return {"light": light, "dark": light | _colours(after.split("}", 1)[0])}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two « #rrggbb » colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _colours(css: str) -> Colours:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
