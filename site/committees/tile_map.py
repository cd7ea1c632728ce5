"""Lay the committees out on the tile map of the départements."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from committees.departements import BY_CODE


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the map; `href` is empty where there is nothing to go and see."""

    code: str
    name: str
    count: int
    href: str
    row: int
    column: int


COLUMNS = max(place.column for place in BY_CODE.values())
ROWS = max(place.row for place in BY_CODE.values())


def tiles(counts: Mapping[str, int]) -> list[Tile]:
    """Return a tile for each département, by code; `counts` says how many committees it has."""
    index = reverse("committees:index")
    return [
        Tile(
            code=place.code,
            name=place.name,
            count=counts.get(place.code, 0),
            href=f"{index}?{urlencode({'q': place.code})}" if counts.get(place.code) else "",
            row=place.row,
            column=place.column,
        )
        for place in BY_CODE.values()
    ]
