"""The hash of a paper sheet's figures, mute once its salt is destroyed (§1)."""

import hashlib
from collections.abc import Mapping

from ledger.sed1.encoding import dom, exactly, u32
from ledger.sed1.objects import canonical_json
from ledger.tlog.errors import Invalid

SHEET_FIGURES = ("blank", "day", "printed", "struck", "valid")


def sheet_hash(*, petition: int, sheet: int, salt: bytes, record: Mapping[str, int]) -> bytes:
    """Return H, the 32 bytes of a PAPER.

    Args:
        petition, sheet: numbers below 2³².
        salt: 32 random bytes that lie with the sheet.
        record: exactly the five whole numbers of SHEET_FIGURES; `day` in days since 1970, UTC.
    """
    head = dom("sed1/sheet") + u32(petition) + u32(sheet) + exactly(salt, 32)
    return hashlib.sha256(head + sheet_record(record)).digest()


def sheet_record(record: Mapping[str, int]) -> bytes:
    """Return the canonical JSON of a sheet's five figures; raise Invalid for anything else."""
    if tuple(sorted(record)) != SHEET_FIGURES:
        raise Invalid("Les chiffres d’une feuille sont exactement cinq.")
    if any(type(figure) is not int or figure < 0 for figure in record.values()):
        raise Invalid("Un chiffre de la feuille n’est pas un nombre entier.")
    return canonical_json(record)
