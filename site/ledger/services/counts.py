"""Read the public counts, which the sequencer alone writes, and what they are to be."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from ledger.models import Entry, SealedCount, TallyCell
from ledger.sed1.commitments import LEVEL_DESK
from ledger.sed1.counting import PetitionCount
from ledger.sed1.entries import Kind, Paper


class Figures(NamedTuple):
    """What a petition shows, by the names of `SealedCount`."""

    online: int = 0
    paper: int = 0
    online_at_closing: int | None = None
    paper_at_closing: int | None = None


class PublicFigures(NamedTuple):
    """What anybody may know of a petition, up to `sealed_at`.

    `desk` is how many of `online` were confirmed at a desk: a multiple of ten, as the published
    files say, and never the number itself (`ledger.md` §5).
    """

    online: int
    desk: int
    paper: int
    online_at_closing: int | None
    paper_at_closing: int | None
    sealed_at: datetime


def sealed_counts(petitions: Iterable[int]) -> dict[int, PublicFigures]:
    """Return the public counts of `petitions`, in one query; none for what was never counted."""
    cells = TallyCell.objects.filter(petition=OuterRef("petition"), level=LEVEL_DESK)
    desk = cells.order_by().values("petition").annotate(sum=Sum("held")).values("sum")
    counts = SealedCount.objects.filter(petition__in=list(petitions))
    rows = counts.annotate(desk=Coalesce(Subquery(desk), 0))
    return {
        number: PublicFigures(*figures)
        for number, *figures in rows.values_list("petition", *PublicFigures._fields)
    }


def sealed_sheets(petition: int) -> dict[int, int]:
    """Return the valid lines of each paper sheet of `petition`: its last entry counts."""
    bodies = Entry.objects.sealed().filter(kind=Kind.PAPER, petition=petition)
    sheets = [Paper.from_bytes(bytes(body)) for body in bodies.values_list("body", flat=True)]
    return {sheet.sheet: sheet.lines for sheet in sheets}


def shown_by(row: SealedCount | None) -> Figures:
    """Return what the site shows; nothing counted yet is 0."""
    if row is None:
        return Figures()
    # Without it, a petition ended under a release that counted no paper.
    paper_at_closing = None if row.online_at_closing is None else row.paper_at_closing or 0
    return Figures(row.online, row.paper, row.online_at_closing, paper_at_closing)


def counted_in(count: PetitionCount) -> Figures:
    """Return what the site is to show once the log was counted up to its end."""
    online_at_closing, paper_at_closing = count.closed or (None, None)
    return Figures(count.online, count.paper, online_at_closing, paper_at_closing)
