"""The départements of France: names, regions, and a square each on the tile map."""

import json
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data" / "departements.json"


@dataclass(frozen=True, slots=True)
class Departement:
    """One département; `row` and `column` count from 1, the north-west corner first."""

    code: str
    name: str
    region: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


BY_CODE = {
    entry["code"]: Departement(**entry) for entry in json.loads(DATA.read_text(encoding="utf-8"))
}


def choices() -> list[tuple[str, str]]:
    """Return what a form offers; a callable, so that migrations do not list the départements."""
    return [(place.code, str(place)) for place in BY_CODE.values()]


def of_postcode(postcode: str) -> tuple[str, ...]:
    """Return the départements that five digits may mean: two for Corsica, none if unknown."""
    if postcode.startswith("20"):
        return ("2A", "2B")
    for code in (postcode[:3], postcode[:2]):
        if code in BY_CODE:
            return (code,)
    return ()
