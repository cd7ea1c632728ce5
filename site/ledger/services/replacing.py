"""Put signatures back in the places where the published figures have them (`ledger.md` §4, 4)."""

from collections.abc import Collection, Iterable

from django.db.models import F

from ledger.models import Placement, TallyCell
from ledger.sed1.tallies import Cell, TallyFile

_State, _Removal = Placement.State, Placement.Removal


def place_again(figures: Iterable[TallyFile], *, left: Collection[bytes]) -> None:
    """Let places follow the files that were published since the backup.

    A G that no row has was that of a lost signature: it is kept, lest it should serve twice.

    Args:
        figures: the files, in the order of the log.
        left: the G of the signatures that were taken back since the backup.
    """
    places = Placement.objects.filter(geo__in=left, removal=_Removal.NONE)
    places.update(removal=_Removal.LEAVING)
    for file in figures:
        for cell in file.cells:
            lost = _place(file.petition, cell)
            _let_go(file.petition, cell, lost)
            _add_up(file.petition, cell)


def _place(petition: int, cell: Cell) -> list[bytes]:
    """Place what a cell lists; return the G of lost signatures."""
    rows = Placement.objects.filter(geo__in=cell.geos)
    known = {bytes(geo) for geo in rows.values_list("pk", flat=True)}
    rows.update(state=_State.PLACED)
    lost = [geo for geo in cell.geos if geo not in known]
    Placement.objects.bulk_create(
        Placement(geo=geo, petition=petition, area=cell.area, level=cell.level, state=_State.PLACED)
        for geo in lost
    )
    return lost


def _let_go(petition: int, cell: Cell, lost: Collection[bytes]) -> None:
    """Take out of a cell as many as its file says: those known to leave, then lost ones."""
    there = Placement.objects.filter(petition=petition, area=cell.area, level=cell.level)
    leaving = there.filter(removal=_Removal.LEAVING).order_by("-state", "geo")
    gone = list(leaving.values_list("pk", flat=True)[: cell.minus])
    among_lost = there.filter(geo__in=lost, removal=_Removal.NONE)
    gone += among_lost.values_list("pk", flat=True)[: cell.minus - len(gone)]
    Placement.objects.filter(geo__in=gone).update(removal=_Removal.GONE)


def _add_up(petition: int, cell: Cell) -> None:
    key = {"petition": petition, "area": cell.area, "level": cell.level}
    TallyCell.objects.get_or_create(**key, defaults={"held": 0})
    TallyCell.objects.filter(**key).update(held=F("held") + cell.plus - cell.minus)
