"""Understand what somebody types to find a committee: a name, a town, a département, a postcode."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from committees import departements

LONGEST = 100
_SEPARATORS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Committees of these départements (of any, if empty) that hold all these words."""

    departements: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    is_impossible: bool = False


def folded(text: str) -> str:
    """Return `text` in lower case, without accents, its words a space apart: « Saint Affrique »."""
    spelled_out = text.lower().replace("œ", "oe").replace("æ", "ae")
    letters = unicodedata.normalize("NFKD", spelled_out)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SEPARATORS.sub(" ", bare).strip()


def words_of(texts: Iterable[str]) -> str:
    """Return the one line that a search goes through, for a committee that says `texts`."""
    return folded(" ".join(texts))


def wanted(typed: str) -> Wanted:
    """Understand `typed`, whatever it is; only its first 100 characters count."""
    words = folded(typed[:LONGEST]).split()
    places: set[str] = set()
    others = []
    for word in words:
        if codes := _departements_in(word):
            places.update(codes)
        else:
            others.append(word)
    # Signs without a letter or a digit ask for something that no committee has.
    nothing_readable = bool(typed.strip()) and not words
    return Wanted(tuple(sorted(places)), tuple(others), is_impossible=nothing_readable)


def _departements_in(word: str) -> tuple[str, ...]:
    if re.fullmatch(r"[0-9]{5}", word):
        return departements.of_postcode(word)
    code = word.upper()
    return (code,) if code in departements.BY_CODE else ()
