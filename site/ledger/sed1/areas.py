"""The areas a signature may be placed in: départements, overseas, abroad, not stated (§3)."""

from ledger.tlog.errors import Invalid

ABROAD = "99"
NOT_STATED = "00"
AREAS = (
    *(f"{number:02}" for number in range(1, 96)),
    "2A",
    "2B",
    *(str(number) for number in range(971, 979)),
    "984",
    *(str(number) for number in range(986, 990)),
    ABROAD,
    NOT_STATED,
)
AREA_BYTES = 3
_PADDED_AREAS = {area: area.ljust(AREA_BYTES).encode("ascii") for area in AREAS}
_AREAS_BY_BYTES = {raw: area for area, raw in _PADDED_AREAS.items()}


def padded(area: str) -> bytes:
    """Return the three bytes of `area`, a code of AREAS, or raise Invalid."""
    try:
        return _PADDED_AREAS[area]
    except KeyError:
        raise Invalid(f"« {area} » n’est pas le code d’un département.") from None


def parse_area(raw: bytes) -> str:
    """Return the code of AREAS that `raw` (three bytes) stands for, or raise Invalid."""
    try:
        return _AREAS_BY_BYTES[raw]
    except KeyError:
        raise Invalid("Le code du département n’est pas connu.") from None
