"""The daily figures by département, in steps of ten (`ledger.md` §5): file, entry, running sums.

Whatever is published by place or level is read from these files; the total alone is live.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from ledger.models import Entry, Placement, SealedCount, TallyCell, TallyFile
from ledger.sed1 import tallies
from ledger.sed1.entries import Kind
from ledger.sed1.tallies import NO_PREVIOUS, Cell, CellKey, cell_order, parse_tally, take
from ledger.services.guarding import ensure_not_behind
from ledger.services.queueing import queue_tally
from ledger.services.tables import hold_sequencer

EPOCH = date(1970, 1, 1)
_State, _Removal = Placement.State, Placement.Removal


@transaction.atomic
def tally(*, at: datetime) -> int:
    """Publish what may be said by département since the last file; return how many files.

    One file a petition and day (UTC), where something changed. Twice a day is once.

    Raises:
        LogRefuses: if the database does not extend what was signed: its figures would be a second
            history; nothing is written.
    """
    day = (at.astimezone(UTC).date() - EPOCH).days
    # No group is sealed meanwhile: the count, the size and the places must agree.
    hold_sequencer(wait=True)
    size = ensure_not_behind().size
    # A settled petition keeps the figures it has: no row says any more where who leaves lived.
    settled = Entry.objects.filter(kind=Kind.KEY_DESTROYED).values("petition")
    counts = SealedCount.objects.exclude(petition__in=settled).order_by("petition")
    return sum(_tally_petition(count, day=day, size=size) for count in counts)


def figures_by_area(petition: int) -> tuple[date | None, list[TallyCell]]:
    """Return the day of the last file, None before the first, and what all files say of each cell.

    This is the one door to figures by place or level; cells of zero are left out.
    """
    newest = TallyFile.objects.filter(petition=petition).order_by("-day").values_list("day").first()
    if newest is None:
        return None, []
    cells = TallyCell.objects.filter(petition=petition, held__gt=0)
    return EPOCH + timedelta(days=newest[0]), list(cells)


def _tally_petition(count: SealedCount, *, day: int, size: int) -> bool:
    """Write the file of one petition, unless it has one of that day or nothing changed."""
    row = TallyFile.objects.filter(petition=count.petition).order_by("-day").first()
    previous = parse_tally(bytes(row.body)) if row else None
    if previous and previous.day >= day:
        return False
    file = _next_file(previous, count=count, day=day, size=size)
    if previous and not file.cells and _totals(previous) == _totals(file):
        return False
    if not previous and not file.active and not file.waiting:
        return False
    body = file.to_bytes()
    TallyFile.objects.create(petition=count.petition, day=day, body=body)
    queue_tally(petition=count.petition, day=day, file=body)
    return True


def _next_file(
    previous: tallies.TallyFile | None, *, count: SealedCount, day: int, size: int
) -> tallies.TallyFile:
    """Take what may be published now out of the tables; return the file that says it."""
    petition = count.petition
    waiting, leaving = _moving(petition)
    held = {(cell.area, cell.level): cell for cell in TallyCell.objects.filter(petition=petition)}
    plus = take(waiting)
    minus = take(leaving, room={key: cell.held for key, cell in held.items()})
    geos = {key: _place(petition, key, number) for key, number in plus.items()}
    for key, number in minus.items():
        _let_go(petition, key, number)
    _write_sums(petition, plus, minus, held)
    placed = (previous.placed if previous else 0) + sum(plus.values())
    gone = (previous.gone if previous else 0) + sum(minus.values())
    still_waiting = sum(waiting.values()) - sum(plus.values())
    still_leaving = sum(leaving.values()) - sum(minus.values())
    # Signatures, or removals if it is negative, whose place a recovery could not find.
    unknown = count.online - (placed - gone + still_waiting - still_leaving)
    return tallies.TallyFile(
        petition=petition,
        day=day,
        size=size,
        previous=previous.digest() if previous else NO_PREVIOUS,
        active=count.online,
        placed=placed,
        gone=gone,
        waiting=still_waiting + max(unknown, 0),
        leaving=still_leaving + max(-unknown, 0),
        cells=tuple(
            Cell(*key, plus=plus.get(key, 0), minus=minus.get(key, 0), geos=geos.get(key, ()))
            for key in sorted({*plus, *minus}, key=cell_order)
        ),
    )


def _totals(file: tallies.TallyFile) -> tuple[int, int, int]:
    return file.active, file.waiting, file.leaving


def _moving(petition: int) -> tuple[dict[CellKey, int], dict[CellKey, int]]:
    """Return how many signatures wait to be placed, and to leave, in each cell."""
    waiting: dict[CellKey, int] = defaultdict(int)
    leaving: dict[CellKey, int] = defaultdict(int)
    rows = (
        Placement.objects.filter(Q(state=_State.WAITING) | Q(removal=_Removal.LEAVING))
        .filter(petition=petition)
        .values_list("area", "level", "state", "removal")
        .annotate(size=Count("pk"))
    )
    for area, level, state, removal, size in rows:
        if state == _State.WAITING:
            waiting[area, level] += size
        if removal == _Removal.LEAVING:
            leaving[area, level] += size
    return waiting, leaving


def _place(petition: int, key: CellKey, number: int) -> tuple[bytes, ...]:
    """Move `number` waiting signatures of a cell into it; return their G, ascending."""
    area, level = key
    waiting = Placement.objects.filter(
        petition=petition, area=area, level=level, state=_State.WAITING
    )
    chosen = [bytes(geo) for geo in waiting.order_by("geo").values_list("pk", flat=True)[:number]]
    Placement.objects.filter(geo__in=chosen).update(state=_State.PLACED)
    return tuple(sorted(chosen))


def _let_go(petition: int, key: CellKey, number: int) -> None:
    """Take `number` leaving signatures out of a cell; which ones, no file says."""
    area, level = key
    leaving = Placement.objects.filter(
        petition=petition, area=area, level=level, removal=_Removal.LEAVING
    )
    chosen = list(leaving.order_by("geo").values_list("pk", flat=True)[:number])
    Placement.objects.filter(geo__in=chosen).update(removal=_Removal.GONE)


def _write_sums(
    petition: int,
    plus: Mapping[CellKey, int],
    minus: Mapping[CellKey, int],
    held: Mapping[CellKey, TallyCell],
) -> None:
    changed: Iterable[CellKey] = {*plus, *minus}
    TallyCell.objects.bulk_create(
        [
            TallyCell(
                petition=petition,
                area=area,
                level=level,
                held=(held[area, level].held if (area, level) in held else 0)
                + plus.get((area, level), 0)
                - minus.get((area, level), 0),
            )
            for area, level in changed
        ],
        update_conflicts=True,
        unique_fields=["petition", "area", "level"],
        update_fields=["held"],
    )
