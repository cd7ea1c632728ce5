"""Dates known to the day, the month or the year: 2022-03-24, 2022-03, 2022 (ISO 8601)."""

import re
from datetime import date

SHAPE = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_WRITTEN = re.compile(rf"\b(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)


class BadPartialDate(ValueError):
    """What was typed is neither a day, nor a month, nor a year."""


def checked(typed: str) -> str:
    """Return `typed` without blanks, if it is a real date or empty.

    Raises:
        BadPartialDate: for 2022-02-30, 2022-13, 24/03/2022…
    """
    text = typed.strip()
    if not re.fullmatch(SHAPE, text):
        raise BadPartialDate(text)
    try:
        if text:
            date(*_parts(text))
    except ValueError:
        raise BadPartialDate(text) from None
    return text


def french(partial: str) -> str:
    """Return « 24 mars 2022 », « mars 2022 » or « 2022 »; nothing for an unknown date."""
    if not partial:
        return ""
    year, month, day = _parts(partial)
    words = [str(year)]
    if len(partial) > 4:
        words.insert(0, MONTHS[month - 1])
    if len(partial) > 7:
        words.insert(0, "1er" if day == 1 else str(day))
    return "\u00a0".join(words)


def french_as_of(partial: str) -> str:
    """Return « au 24 mars 2022 », « en mars 2022 » or « en 2022 »; nothing for an unknown date."""
    if not partial:
        return ""
    return f"{'au' if len(partial) == 10 else 'en'} {french(partial)}"


def found_in(text: str) -> str:
    """Return the first day that `text` names in French (« 24 mars 2022 »), or nothing."""
    for day, month, year in _WRITTEN.findall(text):
        number = MONTHS.index(month.lower()) + 1
        try:
            return date(int(year), number, int(day)).isoformat()
        except ValueError:
            continue
    return ""


def _parts(partial: str) -> tuple[int, int, int]:
    year, month, day = [*map(int, partial.split("-")), 1, 1][:3]
    return year, month, day
