"""The public figures of a petition: one count with its moment, the same wherever it is shown.

By département, they are read from the daily files of the public log and from nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from committees.departements import BY_CODE
from ledger.sed1.areas import ABROAD, NOT_STATED
from ledger.services import figures_by_area, sealed_counts
from petitions.models import Petition, Signature


@dataclass(frozen=True, slots=True)
class PublicCount:
    """Signatures counted up to `as_of`, and how they were confirmed.

    `online` were confirmed by mail or at a desk; `desk` of these at a desk, as a multiple of ten.
    `paper` stands beside, never in it. `at_closing` is what was online when the petition closed,
    `paper_at_closing` what was on paper: people may withdraw for ever.
    """

    online: int
    as_of: datetime
    desk: int = 0
    paper: int = 0
    at_closing: int | None = None
    paper_at_closing: int = 0


# The areas of the log that the map of committees has not.
_OTHER_AREAS = {
    "20": "Corse",
    "975": "Saint-Pierre-et-Miquelon",
    "977": "Saint-Barthélemy",
    "978": "Saint-Martin",
    "984": "Terres australes et antarctiques françaises",
    "986": "Wallis-et-Futuna",
    "987": "Polynésie française",
    "988": "Nouvelle-Calédonie",
    "989": "Clipperton",
    ABROAD: "À l’étranger",
    NOT_STATED: "Lieu non indiqué",
}


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """How many signatures, by tens, one area has at one level."""

    code: str
    name: str
    level: str
    number: int


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """The figures by département of one petition, as the files up to `day` say (UTC)."""

    day: date | None
    rows: list[PlaceFigure]


def places_of(petition: Petition) -> PlaceFigures:
    """Return what is published by département; two queries at most."""
    day, cells = figures_by_area(petition.pk)
    rows = [
        PlaceFigure(
            code=cell.area,
            name=area_name(cell.area),
            level=str(Signature.Level(cell.level).label),
            number=cell.held,
        )
        for cell in cells
    ]
    return PlaceFigures(day, sorted(rows, key=lambda row: (-row.number, row.code)))


def area_name(area: str) -> str:
    """Return the name of a code of `ledger.sed1.areas`."""
    return BY_CODE[area].name if area in BY_CODE else _OTHER_AREAS[area]


def count_of(petition: Petition) -> PublicCount:
    """Return the count of one petition; one query."""
    return counts_of([petition])[petition.pk]


def counts_of(petitions: Iterable[Petition]) -> dict[int, PublicCount]:
    """Return the count of each petition by its key; one query however many there are.

    Nothing was counted yet of a petition without a sealed count: 0, since its opening.
    """
    listed = list(petitions)
    sealed = sealed_counts(petition.pk for petition in listed) if listed else {}
    counts = {}
    for petition in listed:
        count = sealed.get(petition.pk)
        counts[petition.pk] = (
            PublicCount(
                online=count.online,
                as_of=count.sealed_at,
                desk=count.desk,
                paper=count.paper,
                at_closing=count.online_at_closing,
                paper_at_closing=count.paper_at_closing or 0,
            )
            if count
            else PublicCount(online=0, as_of=petition.opens_at)
        )
    return counts
