"""How far a petition is from its thresholds, in numbers that everybody can check."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.sed1.areas import ABROAD, NOT_STATED
from petitions.figures import PublicCount, places_of
from petitions.models import Petition, Threshold

# They are no département.
_NOWHERE = frozenset({ABROAD, NOT_STATED})


@dataclass(frozen=True, slots=True)
class Progress:
    """One threshold, and what the public figures say of it now.

    `areas` départements have as many signatures as it asks of each; 0 where it asks of none.
    """

    threshold: Threshold
    signatures: int
    areas: int

    @property
    def is_met(self) -> bool:
        """Tell whether the figures meet it now; once reached, it stays so whatever they do."""
        asked = self.threshold
        return self.signatures >= asked.signatures and self.areas >= asked.areas

    @property
    def is_reached(self) -> bool:
        return self.threshold.reached_at is not None

    @property
    def fell_back(self) -> bool:
        """Tell whether it was reached once, and signatures have been withdrawn since."""
        return self.is_reached and not self.is_met


@dataclass(frozen=True, slots=True)
class Outlook:
    """The thresholds of a petition, the lowest first."""

    steps: list[Progress]

    @property
    def following(self) -> Progress | None:
        """Return the next one to reach."""
        return next((step for step in self.steps if not step.is_reached), None)

    @property
    def next_number(self) -> int | None:
        """Return how many signatures the next one takes."""
        return self.following.threshold.signatures if self.following else None


def outlook_of(petition: Petition, count: PublicCount) -> Outlook:
    """Return how far `petition` is; one query, and two more where a threshold asks for places."""
    return Outlook(progress_of(petition, petition.thresholds.all(), signatures=count.online))


def progress_of(
    petition: Petition, thresholds: Iterable[Threshold], *, signatures: int
) -> list[Progress]:
    """Return how far each of these thresholds is; two queries if one asks for places."""
    listed = list(thresholds)
    held = _by_area(petition) if any(one.areas for one in listed) else []
    return [
        Progress(
            threshold=one,
            signatures=signatures,
            areas=sum(number >= one.per_area for number in held) if one.areas else 0,
        )
        for one in listed
    ]


def _by_area(petition: Petition) -> list[int]:
    """Return the published number of each département, all levels together."""
    held: Counter[str] = Counter()
    for row in places_of(petition).rows:
        if row.code not in _NOWHERE:
            held[row.code] += row.number
    return list(held.values())
