"""What is published by place moves by tens, and adds up to the count."""

import random
from datetime import date, timedelta

import pytest

from ledger import store
from ledger.errors import LogRefuses
from ledger.models import Entry, Placement, TallyFile
from ledger.sed1.entries import Kind, Tally, parse_entry
from ledger.sed1.tallies import TallyState, parse_tally
from ledger.services import figures_by_area, publish, queue_annulment, seal, tally
from ledger.services.guarding import stop
from tests.factories.ledger import NOW, PETITION, Signer, make_signers, online

pytestmark = pytest.mark.django_db


def leave(signers: list[Signer]) -> None:
    for signer in signers:
        queue_annulment(petition=PETITION, commitment=signer.commitment, geo=signer.geo, reason=1)


def said() -> dict[str, int]:
    return {cell.area: cell.held for cell in figures_by_area(PETITION)[1]}


def state() -> TallyState:
    """Read every file of the petition as a verifier does; raise Invalid if one is wrong."""
    read = TallyState()
    for file in TallyFile.objects.filter(petition=PETITION):
        read.add(parse_tally(bytes(file.body)))
    return read


def test_a_cell_shows_its_tens_and_ten_stay_unplaced() -> None:
    make_signers(27, area="48")
    make_signers(9, area="07")
    seal(at=NOW)
    assert tally(at=NOW) == 1
    assert said() == {"48": 20}
    last = state().last
    assert last
    assert (last.active, last.placed, last.waiting) == (36, 20, 16)


def test_fewer_than_ten_left_in_all_take_ten_back() -> None:
    make_signers(25, area="48")
    seal(at=NOW)
    tally(at=NOW)
    assert said() == {"48": 10}


def test_a_signature_that_waits_for_its_group_is_in_no_file() -> None:
    make_signers(30)
    assert (tally(at=NOW), said()) == (0, {})
    assert figures_by_area(PETITION) == (None, [])


def test_one_day_has_one_file() -> None:
    make_signers(30)
    seal(at=NOW)
    assert [tally(at=NOW), tally(at=NOW + timedelta(hours=3))] == [1, 0]


def test_a_day_without_news_has_no_file() -> None:
    make_signers(30)
    seal(at=NOW)
    tally(at=NOW)
    seal(at=NOW)
    assert tally(at=NOW + timedelta(days=1)) == 0


def test_removals_show_by_tens_too() -> None:
    signers = make_signers(60)
    seal(at=NOW)
    tally(at=NOW)
    leave(signers[:9])
    seal(at=NOW)
    tally(at=NOW + timedelta(days=1))
    assert said() == {"48": 50}
    leave(signers[9:25])
    seal(at=NOW)
    tally(at=NOW + timedelta(days=2))
    last = state().last
    assert last
    assert (said(), last.active, last.leaving) == ({"48": 40}, 35, 15)


def test_who_leaves_before_being_placed_moves_no_figure_alone() -> None:
    signers = make_signers(11)
    seal(at=NOW)
    leave(signers[:2])
    seal(at=NOW)
    tally(at=NOW)
    last = state().last
    assert last
    assert (last.active, last.waiting, last.leaving) == (9, 11, 2)


def test_the_file_is_logged_then_published() -> None:
    make_signers(30)
    seal(at=NOW)
    tally(at=NOW)
    seal(at=NOW)
    publish()
    file = TallyFile.objects.get()
    entry = parse_entry(bytes(Entry.objects.get(kind=Kind.TALLY).body))
    assert entry == Tally(PETITION, file.day, parse_tally(bytes(file.body)).digest())
    assert store.read(f"ventilation/{PETITION}/{file.day}.txt") == bytes(file.body)
    assert figures_by_area(PETITION)[0] == date(2026, 3, 5)


def test_a_published_cell_names_the_signatures_it_counts() -> None:
    signers = make_signers(30)
    seal(at=NOW)
    tally(at=NOW)
    assert len(state().geos) == 20
    assert set(state().geos) <= {signer.geo for signer in signers}


@pytest.mark.parametrize("seed", range(3))
def test_any_history_adds_up(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (a test's own history)
    here: list[Signer] = []
    for day in range(12):
        for area in ("07", "48", "2A", "974"):
            here += make_signers(chance.choice([0, 0, 1, 3, 14]), area=area)
        chance.shuffle(here)
        gone, here = here[: (leaving := chance.randrange(0, 8))], here[leaving:]
        leave(gone)
        seal(at=NOW)
        tally(at=NOW + timedelta(days=day))
        read = state()
        if read.last:
            assert read.last.active == online() == len(here)
            assert {area: held for (area, _), held in read.cells.items() if held} == said()
    assert Placement.objects.filter(state=Placement.State.CONFIRMED).count() == 0


def test_a_database_that_may_not_be_sealed_says_nothing_by_place() -> None:
    make_signers(30)
    seal(at=NOW)
    publish()
    stop("An operator looks into it.")
    with pytest.raises(LogRefuses):
        tally(at=NOW)
    assert not TallyFile.objects.exists()
