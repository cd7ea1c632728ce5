"""The area of a postcode, as the public log writes it (`ledger.md` §3). Pure Python.

The first digits tell the département, but for the few postcodes of a table made from Etalab's
(`data/README.md`): those follow another département's, or straddle two.
"""

import json
from pathlib import Path

from ledger.sed1.areas import ABROAD, AREAS, NOT_STATED

DATA = Path(__file__).parent / "data" / "postcodes.json"

_IN_FRANCE = frozenset(AREAS) - {ABROAD, NOT_STATED}


def by_first_digits(postcode: str) -> tuple[str, ...]:
    """Return the one code that the first digits of `postcode` tell; none if it is no French one."""
    if not (len(postcode) == 5 and postcode.isascii() and postcode.isdigit()):
        return ()
    if postcode.startswith("20"):
        return ("2A",) if postcode[2] in "01" else ("2B",)
    return tuple(code for code in (postcode[:3], postcode[:2]) if code in _IN_FRANCE)


def areas_of(postcode: str) -> tuple[str, ...]:
    """Return the codes of the départements where `postcode` delivers, two if it straddles them.

    None for what is no French postcode: abroad, Monaco included, or mistyped.
    """
    return _EXCEPTIONS.get(postcode) or by_first_digits(postcode)


def area_of(postcode: str, *, chosen: str = "", country: str = "") -> str:
    """Return the one area where somebody lives, ABROAD for what is no French postcode.

    Args:
        chosen: the code the person gave; it counts where the postcode allows it.
        country: the code of another country, empty in France.
    """
    if country:
        return ABROAD
    possible = areas_of(postcode)
    if chosen in possible:
        return chosen
    # Not asked, as before the question was: where the first digits point, if that is possible.
    likely = [*(code for code in by_first_digits(postcode) if code in possible), *possible, ABROAD]
    return likely[0]


_EXCEPTIONS = {
    postcode: tuple(places)
    for postcode, places in json.loads(DATA.read_text(encoding="utf-8")).items()
}
