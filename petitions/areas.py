"""The area of a postcode, as the public log writes it (`ledger.md` §3). Pure Python.

The first digits tell the département, but for some dozens of postcodes that straddle a border; a
foreign postcode of five digits is taken for a French one, since the form asks for no country.
"""

from ledger.sed1.areas import ABROAD, AREAS, NOT_STATED

_IN_FRANCE = frozenset(AREAS) - {ABROAD, NOT_STATED}


def area_of(postcode: str) -> str:
    """Return the code of the département of `postcode`, or ABROAD for any other text."""
    if not (len(postcode) == 5 and postcode.isascii() and postcode.isdigit()):
        return ABROAD
    if postcode.startswith("20"):
        return "2A" if postcode[2] in "01" else "2B"
    known = (code for code in (postcode[:3], postcode[:2]) if code in _IN_FRANCE)
    return next(known, ABROAD)
