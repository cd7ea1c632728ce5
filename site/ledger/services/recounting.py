"""Count the whole log again from its entries, and compare it with what pages show."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from ledger.errors import Damaged
from ledger.models import Checkpoint, Entry, SealedCount
from ledger.sed1.counting import PetitionCount, Recount
from ledger.services.counts import Figures, counted_in, shown_by
from ledger.services.rows import sealed_body

STEP = 4096

type Progress = Callable[[int, int], None]
"""Is told how many entries were read, and of how many."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A petition that does not show what the log holds."""

    petition: int
    shown: Figures
    counted: Figures


@dataclass(frozen=True, slots=True)
class Recounted:
    """What a recount of `size` entries found."""

    size: int
    petitions: int
    differences: tuple[Difference, ...]


def recount(*, progress: Progress | None = None) -> Recounted:
    """Count every sealed entry again; nothing is held up, and no count is ever corrected.

    What pages show is read first, in one query with the size of the log: entries sealed after
    that are left out, and those before never change. Memory: one bit an entry.

    Raises:
        Damaged: if an entry is missing.
    """
    last = Checkpoint.objects.values("size")[:1]
    rows = list(SealedCount.objects.annotate(size=Coalesce(Subquery(last), 0)))
    size = rows[0].size if rows else 0
    shown = {row.petition: shown_by(row) for row in rows}
    counted = recount_of(size, progress=progress).petitions
    numbers = sorted({*shown, *counted})
    pairs = [
        Difference(
            number,
            shown.get(number, Figures()),
            counted_in(counted.get(number, PetitionCount(number))),
        )
        for number in numbers
    ]
    return Recounted(
        size, len(numbers), tuple(pair for pair in pairs if pair.shown != pair.counted)
    )


def recount_of(size: int, *, progress: Progress | None = None) -> Recount:
    """Return what the first `size` entries of the log say, or raise Damaged if one is missing."""
    counting = Recount(read_entry=sealed_body)
    for first in range(0, size, STEP):
        end = min(size, first + STEP)
        bodies = Entry.objects.sealed().filter(index__gte=first, index__lt=end)
        for index, body in enumerate(bodies.values_list("body", flat=True), first):
            counting.feed(index, bytes(body))
        if counting.size != end:
            raise Damaged(f"The database misses an entry between {first} and {end}.")
        if progress:
            progress(end, size)
    return counting
