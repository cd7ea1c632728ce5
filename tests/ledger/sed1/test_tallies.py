"""Figures by département: what a file may say, and what two files may never tell together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.sed1.tallies import (
    Cell,
    CellKey,
    TallyFile,
    TallyState,
    check_next,
    parse_tally,
    take,
)
from ledger.tlog.errors import Invalid
from tests.ledger.sed1.histories import PLACES, Publisher, random_history

GEOS = tuple(bytes([number]) * 32 for number in range(10))
LOZERE, ARDECHE = ("48", 1), ("07", 1)
FIRST = TallyFile(
    petition=7,
    day=20_780,
    size=40,
    previous=bytes(32),
    active=22,
    placed=10,
    gone=0,
    waiting=12,
    leaving=0,
    cells=(Cell("48", 1, 10, 0, GEOS),),
)
TEXT = (
    "sed1/tally\npetition 7\nday 20780\nsize 40\n"
    f"previous {'0' * 64}\nactive 22\nplaced 10\ngone 0\nwaiting 12\nleaving 0\n\n"
    "cell 48 1 +10 -0\n" + "".join(f"{geo.hex()}\n" for geo in GEOS)
)
NEXT = replace(FIRST, day=20_781, size=41, previous=FIRST.digest(), cells=())


def test_a_file_is_written_as_the_specification_shows() -> None:
    assert FIRST.to_bytes() == TEXT.encode()
    assert parse_tally(TEXT.encode()) == FIRST


def test_a_file_without_a_cell_ends_with_its_totals() -> None:
    assert NEXT.to_bytes().endswith(b"\nwaiting 12\nleaving 0\n")
    assert parse_tally(NEXT.to_bytes()) == NEXT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sed1/tally", "sed2/tally"),
        ("\n", "\r\n"),
        ("petition 7", "petition 07"),
        ("petition 7", "petition 4294967296"),
        ("active 22", "active 23"),
        ("placed 10", "placed +10"),
        ("leaving 0\n\n", "leaving 0\n"),
        ("leaving 0\n\n", "leaving 0\n\n\n"),
        ("cell 48 1", "cell 48 3"),
        ("cell 48 1", "cell 96 1"),
        ("cell 48 1", "cell 48  1"),
        ("cell 48 1", "cell  1"),
        ("+10 -0", "+10"),
        ("+10 -0", "+10 -00"),
        ("+10 -0", "+10 -5"),
        ("+10 -0", "+20 -0"),
        ("+10 -0", "+0 -0"),
        ("0" * 64 + "\n" + "01" * 32, "01" * 32 + "\n" + "0" * 64),
        ("01" * 32, "02" * 32),
        ("01" * 32, "0A" * 32),
        ("09" * 32 + "\n", "09" * 32),
        ("09" * 32 + "\n", "09" * 32 + "\n\n"),
        ("09" * 32 + "\n", ""),
        ("22", "٢٢"),
    ],
)
def test_a_file_written_otherwise_is_refused(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(Invalid):
        parse_tally(TEXT.replace(old, new).encode())


@given(start=st.integers(0, len(TEXT)), length=st.integers(0, 3), piece=st.binary(max_size=3))
def test_a_file_is_one_form(*, start: int, length: int, piece: bytes) -> None:
    data = TEXT.encode()[:start] + piece + TEXT.encode()[start + length :]
    try:
        found = parse_tally(data)
    except Invalid:
        return
    assert found.to_bytes() == data


def test_cells_stand_in_the_order_of_their_padded_area_and_level() -> None:
    def cells(*keys: CellKey) -> TallyFile:
        listed = tuple(Cell(*key, 0, 10, ()) for key in keys)
        gone = 10 * len(keys)
        return replace(NEXT, cells=listed, gone=gone, leaving=10, waiting=22 + gone)

    cells(("2A", 1), ("48", 1), ("48", 2), ("976", 1)).to_bytes()
    for wrong in [(ARDECHE, ("01", 1)), (("48", 2), LOZERE), (LOZERE, LOZERE)]:
        with pytest.raises(Invalid):
            cells(*wrong).to_bytes()


@pytest.mark.parametrize(
    "changes",
    [
        {"placed": 20, "waiting": 2},
        {"waiting": 11},
        {"waiting": 9, "active": 19},  # nine unplaced
        {"cells": (), "placed": -10, "waiting": 32},
        {"previous": bytes(31)},
        {"day": 2**32},
        {"cells": (*FIRST.cells, Cell("48", 2, 0, 0, ()))},  # says nothing
        {"cells": (Cell("48", 1, 0, 5, ()),), "gone": 5, "leaving": 10, "waiting": 27},
        {"cells": (*FIRST.cells, Cell("48", 2, 10, 0, GEOS))},  # the same signatures elsewhere
    ],
)
def test_a_file_whose_figures_do_not_hold_is_not_written(changes: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        replace(FIRST, **changes).to_bytes()  # type: ignore[arg-type]


def test_a_file_follows_the_one_before() -> None:
    check_next(None, FIRST)
    check_next(FIRST, NEXT)


@pytest.mark.parametrize(
    "changes",
    [
        {"day": 20_780},
        {"size": 40},
        {"petition": 8},
        {"previous": bytes(32)},
        {"placed": 20, "waiting": 2},
        {"gone": 10, "leaving": 0, "waiting": 22},
        {"cells": FIRST.cells},  # adds ten that `placed` does not say
    ],
)
def test_a_file_that_does_not_follow_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        check_next(FIRST, replace(NEXT, **changes))  # type: ignore[arg-type]


def test_the_first_file_follows_nothing() -> None:
    with pytest.raises(Invalid):
        check_next(None, NEXT)


def test_one_signature_is_placed_once() -> None:
    state = TallyState()
    state.add(FIRST)
    again = replace(NEXT, cells=FIRST.cells, placed=20, active=32)

    with pytest.raises(Invalid):
        state.add(again)
    assert state.last == FIRST
    assert state.cells == {LOZERE: 10}
    assert state.geos == dict.fromkeys(GEOS, LOZERE)


def test_no_cell_goes_below_zero() -> None:
    state = TallyState()
    state.add(FIRST)
    minus = replace(NEXT, gone=20, leaving=10, active=2, waiting=22)

    with pytest.raises(Invalid):
        state.add(replace(minus, cells=(Cell("48", 1, 0, 20, ()),)))
    state.add(replace(minus, cells=(Cell("48", 1, 0, 10, ()),), gone=10, waiting=12))
    assert state.cells == {LOZERE: 0}


@pytest.mark.parametrize(
    ("waiting", "taken"),
    [
        ({}, {}),
        ({LOZERE: 9}, {}),
        ({LOZERE: 10}, {}),  # nothing would stay unplaced
        ({LOZERE: 19}, {}),
        ({LOZERE: 20}, {LOZERE: 10}),
        ({LOZERE: 22}, {LOZERE: 10}),
        ({LOZERE: 10, ARDECHE: 9}, {}),
        ({LOZERE: 19, ARDECHE: 1}, {LOZERE: 10}),
        ({LOZERE: 10, ARDECHE: 10}, {LOZERE: 10}),  # the least: the first in order, 07
        ({LOZERE: 40, ARDECHE: 11}, {LOZERE: 40}),
        ({LOZERE: 45, ARDECHE: 15}, {LOZERE: 40, ARDECHE: 10}),
    ],
)
def test_tens_are_taken_and_ten_stay(
    waiting: dict[CellKey, int], taken: dict[CellKey, int]
) -> None:
    assert take(waiting) == taken


def test_a_cell_loses_no_more_than_it_holds() -> None:
    assert take({LOZERE: 35, ARDECHE: 30}, room={LOZERE: 10}) == {LOZERE: 10}


@given(waiting=st.dictionaries(st.sampled_from(PLACES), st.integers(0, 60)))
def test_what_is_taken_never_leaves_one_to_nine(waiting: dict[CellKey, int]) -> None:
    taken = take(waiting)

    assert all(number > 0 and number % 10 == 0 for number in taken.values())
    assert all(number <= waiting[cell] for cell, number in taken.items())
    assert not taken or sum(waiting.values()) - sum(taken.values()) >= 10


def gives_away(tallies: Iterable[TallyFile]) -> list[str]:
    """Say what a reader who adds up files learns about fewer than ten people."""
    held: Counter[CellKey] = Counter()
    seen: list[dict[CellKey, int]] = [{}]
    leaks = []
    for tally in tallies:
        for cell in tally.cells:
            held[cell.key] += cell.plus - cell.minus
        seen.append(dict(held))
        if sum(held.values()) + tally.waiting - tally.leaving != tally.active:
            leaks.append("arithmetic")
        if any(number < 0 for number in held.values()):
            leaks.append("negative")
        if (tally.placed and tally.waiting < 10) or (tally.gone and tally.leaving < 10):
            leaks.append("unplaced")
    for before, after in combinations(seen, 2):
        moves = {after[cell] - before.get(cell, 0) for cell in after}
        leaks += ["move" for move in moves if 0 < abs(move) < 10]
    return leaks


def check_histories(seeds: range) -> None:
    placed = gone = 0
    for seed in seeds:
        tallies = random_history(seed)
        geos = [geo for tally in tallies for cell in tally.cells for geo in cell.geos]
        assert gives_away(tallies) == [], seed
        assert len(set(geos)) == len(geos) == tallies[-1].placed
        placed += bool(tallies[-1].placed)
        gone += bool(tallies[-1].gone)
    assert placed > len(seeds) / 5  # the histories are not all too short to say anything
    assert gone > len(seeds) / 20


def test_no_two_tallies_of_a_thousand_histories_tell_about_fewer_than_ten() -> None:
    check_histories(range(1000))


@pytest.mark.long
def test_no_two_tallies_of_many_histories_tell_about_fewer_than_ten() -> None:
    check_histories(range(1000, 11_000))


def test_a_reader_would_notice_a_cell_that_moves_by_three() -> None:
    moved = replace(NEXT, cells=(Cell("48", 1, 3, 0, GEOS[:3]),), placed=13, waiting=9)

    assert gives_away([FIRST, moved]) == ["unplaced", "move"]


def test_somebody_who_leaves_before_being_placed_does_not_shrink_what_waits() -> None:
    publisher = Publisher(Random(0))  # noqa: S311
    for _ in range(22):
        publisher.sign(LOZERE)
    publisher.publish(20_000)
    for _ in range(5):
        publisher.withdraw()

    tally = publisher.publish(20_001)

    assert (tally.active, tally.placed, tally.waiting, tally.leaving) == (17, 10, 12, 5)
