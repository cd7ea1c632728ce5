"""French typography: the no-break spaces and apostrophes that keyboards do not have."""

import re
from decimal import Decimal

NO_BREAK = "\u00a0"
NARROW = "\u202f"

# A space is replaced, never added: « https://… » and « 10:30 » have none before their marks.
RULES = [
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"«[ \u00a0\u202f]?"), f"«{NO_BREAK}"),
    (re.compile(r"[ \u00a0\u202f]?»"), f"{NO_BREAK}»"),
    (re.compile(r" +(?=[;!?])"), NARROW),
    (re.compile(r" +(?=:(?:\s|$))"), NO_BREAK),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(r"(?<=\d) (?=(?:%|€|h|km|ans?|jours?|millions?|milliards?)(?!\w))"), NO_BREAK),
    (re.compile(r"(?<=\bn°) (?=\d)|(?<=\barticle) (?=\d)|(?<=\bpoint) (?=\d)"), NO_BREAK),
]
TAGS = re.compile(r"(<(?:pre|code)\b.*?</(?:pre|code)>|<[^>]*>)", re.DOTALL)


def typography(text: str) -> str:
    """Return plain `text` with French spaces and apostrophes; twice gives the same as once."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def typography_html(html: str) -> str:
    """Return `html` with French typography between its tags, outside of <code> and <pre>."""
    # nh3 and editors spell U+00A0 as an entity, which no rule would see: it would be doubled.
    parts = TAGS.split(html.replace("&nbsp;", NO_BREAK))
    parts[::2] = [typography(part) for part in parts[::2]]
    return "".join(parts)


def number_fr(value: float | Decimal) -> str:
    """Return a number as French readers write it: 12 345,6 with a narrow no-break space."""
    return f"{value:,}".replace(",", NARROW).replace(".", ",")
