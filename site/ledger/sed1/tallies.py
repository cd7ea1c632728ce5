"""The daily figures by département, in steps of ten: their file, their rule, their check (§5)."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.sed1.areas import padded
from ledger.sed1.commitments import checked_level
from ledger.sed1.encoding import exactly, u32, u64
from ledger.tlog.errors import Invalid

STEP = 10
NO_PREVIOUS = bytes(32)
_TALLY_NUMBER = r"(0|[1-9][0-9]{0,19})"
_TALLY_HEAD = re.compile(
    rf"sed1/tally\npetition {_TALLY_NUMBER}\nday {_TALLY_NUMBER}\nsize {_TALLY_NUMBER}\n"
    rf"previous ([0-9a-f]{{64}})\nactive {_TALLY_NUMBER}\nplaced {_TALLY_NUMBER}\n"
    rf"gone {_TALLY_NUMBER}\nwaiting {_TALLY_NUMBER}\nleaving {_TALLY_NUMBER}\n"
)
_TALLY_CELL = re.compile(
    rf"cell ([0-9AB]{{2,3}}) ([0-9]) \+{_TALLY_NUMBER} -{_TALLY_NUMBER}\n((?:[0-9a-f]{{64}}\n)*)"
)

CellKey = tuple[str, int]  # area of AREAS, level of LEVELS


def cell_order(key: CellKey) -> tuple[bytes, int]:
    """Return what cells are sorted by."""
    area, level = key
    return padded(area), level


@dataclass(frozen=True, slots=True)
class Cell:
    """What one file adds to and takes from one area at one level, both multiples of ten."""

    area: str
    level: int
    plus: int
    minus: int
    geos: tuple[bytes, ...]  # the `plus` G that are placed, ascending; what leaves is not listed

    @property
    def key(self) -> CellKey:
        return self.area, self.level


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyFile:
    """One day's file. `placed` and `gone` are sums over all files up to this one."""

    petition: int
    day: int  # since 1970, UTC
    size: int  # of the log that `active` is read from
    previous: bytes  # SHA-256 of the previous file, or NO_PREVIOUS
    active: int  # live signatures online
    placed: int
    gone: int
    waiting: int  # signatures not placed yet
    leaving: int  # removals not taken away yet
    cells: tuple[Cell, ...]

    def to_bytes(self) -> bytes:
        """Return the file; raise Invalid if it could not be one."""
        _check_tally(self)
        head = (
            f"sed1/tally\npetition {self.petition}\nday {self.day}\nsize {self.size}\n"
            f"previous {self.previous.hex()}\nactive {self.active}\nplaced {self.placed}\n"
            f"gone {self.gone}\nwaiting {self.waiting}\nleaving {self.leaving}\n"
        )
        cells = "".join(_cell_text(cell) for cell in self.cells)
        return (head + ("\n" + cells if cells else "")).encode("ascii")

    def digest(self) -> bytes:
        """Return the SHA-256 that a TALLY holds, and the next file's `previous`."""
        return hashlib.sha256(self.to_bytes()).digest()


def parse_tally(data: bytes) -> TallyFile:
    """Return the file whose bytes are `data`; raise Invalid for any other bytes."""
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise Invalid("Le fichier des chiffres n’est pas en ASCII.") from None
    head = _TALLY_HEAD.match(text)
    if not head:
        raise Invalid("L’en-tête du fichier des chiffres n’est pas celui attendu.")
    petition, day, size, previous, active, placed, gone, waiting, leaving = head.groups()
    tally = TallyFile(
        petition=int(petition),
        day=int(day),
        size=int(size),
        previous=bytes.fromhex(previous),
        active=int(active),
        placed=int(placed),
        gone=int(gone),
        waiting=int(waiting),
        leaving=int(leaving),
        cells=tuple(_parse_cells(text[head.end() :])),
    )
    if tally.to_bytes() != data:
        raise Invalid("Le fichier des chiffres n’est pas écrit sous sa forme unique.")
    return tally


def take(
    waiting: Mapping[CellKey, int], *, room: Mapping[CellKey, int] | None = None
) -> dict[CellKey, int]:
    """Return how many to publish now in each cell: multiples of ten, above zero.

    The rule: ⌊waiting / 10⌋ · 10 in each cell; while something is taken and fewer than ten would
    stay unplaced in all, ten less from the cell taking least (the first in order, if several do).

    Args:
        waiting: signatures not placed yet, or removals not taken away yet, in each cell. A
            signature that is removed while it waits stays here *and* becomes a removal: dropping
            it could leave one to nine unplaced.
        room: for removals, how many each cell holds; no cell may go below zero.
    """
    taken = {}
    for cell, number in waiting.items():
        possible = number if room is None else min(number, room.get(cell, 0))
        taken[cell] = possible // STEP * STEP
    unplaced = sum(waiting.values()) - sum(taken.values())
    if any(taken.values()) and unplaced < STEP:  # once is enough: ten more stay unplaced then
        least = min(filter(taken.get, taken), key=lambda cell: (taken[cell], cell_order(cell)))
        taken[least] -= STEP
    return {cell: number for cell, number in taken.items() if number}


def check_next(previous: TallyFile | None, this: TallyFile) -> None:
    """Raise Invalid unless `this` may follow `previous`, both being sound files by themselves."""
    if this.previous != (previous.digest() if previous else NO_PREVIOUS):
        raise Invalid("Ce fichier ne suit pas le précédent.")
    if previous:
        if this.petition != previous.petition:
            raise Invalid("Ce fichier est celui d’une autre pétition.")
        if this.day <= previous.day or this.size <= previous.size:
            raise Invalid("Ce fichier n’est pas plus récent que le précédent.")
    placed, gone = (previous.placed, previous.gone) if previous else (0, 0)
    if this.placed != placed + sum(cell.plus for cell in this.cells):
        raise Invalid("Le total placé n’est pas la somme des ajouts.")
    if this.gone != gone + sum(cell.minus for cell in this.cells):
        raise Invalid("Le total retiré n’est pas la somme des retraits.")


class TallyState:
    """The sum of one petition's files, from the first on: what each cell holds."""

    def __init__(self) -> None:
        self.last: TallyFile | None = None
        self.cells: dict[CellKey, int] = {}
        self.geos: dict[bytes, CellKey] = {}  # where each published G is placed

    def add(self, tally: TallyFile) -> None:
        """Take the next file in, or raise Invalid and stay as before."""
        _check_tally(tally)
        check_next(self.last, tally)
        for cell in tally.cells:
            if self.cells.get(cell.key, 0) + cell.plus - cell.minus < 0:
                raise Invalid(f"Il resterait moins de zéro signature ({cell.area}).")
            if any(geo in self.geos for geo in cell.geos):
                raise Invalid("Une même signature est placée deux fois.")
        for cell in tally.cells:
            self.cells[cell.key] = self.cells.get(cell.key, 0) + cell.plus - cell.minus
            self.geos.update(dict.fromkeys(cell.geos, cell.key))
        self.last = tally


def _cell_text(cell: Cell) -> str:
    head = f"cell {cell.area} {cell.level} +{cell.plus} -{cell.minus}\n"
    return head + "".join(f"{geo.hex()}\n" for geo in cell.geos)


def _parse_cells(text: str) -> Iterable[Cell]:
    at = 1 if text.startswith("\n") else 0  # a blank line, if cells follow
    while at < len(text):
        found = _TALLY_CELL.match(text, at)
        if not found:
            raise Invalid("Une ligne du fichier des chiffres n’est pas lisible.")
        area, level, plus, minus, geos = found.groups()
        yield Cell(area, int(level), int(plus), int(minus), _geos_of(geos))
        at = found.end()


def _geos_of(lines: str) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(line) for line in lines.split())


def _check_tally(tally: TallyFile) -> None:
    """Raise Invalid unless the file is sound by itself."""
    u32(tally.petition)
    u32(tally.day)
    exactly(tally.previous, 32)
    for number in (
        tally.size,
        tally.active,
        tally.placed,
        tally.gone,
        tally.waiting,
        tally.leaving,
    ):
        u64(number)
    if tally.placed - tally.gone + tally.waiting - tally.leaving != tally.active:
        raise Invalid("Les totaux du fichier ne s’accordent pas.")
    keys = [cell_order(cell.key) for cell in tally.cells]
    if any(first >= second for first, second in pairwise(keys)):
        raise Invalid("Les lignes du fichier ne sont pas dans l’ordre.")
    for cell in tally.cells:
        _check_cell(cell)
    geos = [geo for cell in tally.cells for geo in cell.geos]
    if len(set(geos)) != len(geos):
        raise Invalid("Une même signature est placée deux fois.")
    for taken, left in (
        (sum(cell.plus for cell in tally.cells), tally.waiting),
        (sum(cell.minus for cell in tally.cells), tally.leaving),
    ):
        if taken and left < STEP:
            raise Invalid("Moins de dix signatures resteraient sans département.")


def _check_cell(cell: Cell) -> None:
    checked_level(cell.level)
    for number in (cell.plus, cell.minus):
        u64(number)
        if number % STEP:
            raise Invalid("Un nombre par département n’est pas un multiple de dix.")
    if not cell.plus and not cell.minus:
        raise Invalid("Une ligne du fichier ne dit rien.")
    _check_geos(cell.geos, cell.plus)


def _check_geos(geos: Sequence[bytes], number: int) -> None:
    if len(geos) != number:
        raise Invalid("Les signatures placées ne sont pas en nombre annoncé.")
    for geo in geos:
        exactly(geo, 32)
    if any(first >= second for first, second in pairwise(geos)):
        raise Invalid("Les signatures placées ne sont pas dans l’ordre.")
