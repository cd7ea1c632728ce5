"""The rules of counting, one sentence each."""

from time import perf_counter

import pytest

from ledger.sed1.entries import (
    Amend,
    Close,
    Decision,
    FactRevision,
    Key,
    KeyDestroyed,
    KeyState,
    KeyUse,
    Open,
    Paper,
    Sign,
    Tally,
)
from ledger.tlog.errors import Invalid
from tests.ledger.sed1.logs import PETITION, Log, T, closed_log, opened_log, withdrawal

H = b"H" * 32


def test_every_signature_of_a_known_version_counts() -> None:
    log = opened_log()

    for number in range(20):
        log.sign(number)

    assert log.petition.online == 20
    assert log.faulty == []


def test_a_signature_before_the_opening_does_not_count() -> None:
    log = Log()
    log.sign(0)
    log.add(Open(PETITION, 1, T))

    assert log.petition.online == 0
    assert log.faulty == [0]


def test_a_signature_of_an_unknown_version_does_not_count() -> None:
    log = opened_log()
    index = log.sign(0, version=2)

    assert log.petition.online == 0
    assert log.faulty == [index]


def test_signatures_of_every_version_count_together() -> None:
    log = opened_log()
    log.sign(0)
    log.add(Amend(PETITION, 2, T))
    log.sign(1, version=2)
    log.sign(2, version=1)

    assert log.petition.online == 3
    assert list(log.petition.texts) == [1, 2]


def test_two_petitions_are_counted_apart() -> None:
    log = opened_log()
    log.add(Open(8, 1, T))
    log.sign(0)
    log.sign(1, petition=8)
    log.sign(2, petition=8)

    assert [count.online for count in log.recount.petitions.values()] == [1, 2]


def test_the_last_entry_of_a_sheet_counts_and_zero_cancels_it() -> None:
    log = opened_log()
    for sheet, lines in [(1, 10), (2, 12), (1, 9), (2, 0)]:
        log.add(Paper(PETITION, sheet, lines, H))

    assert log.petition.paper == 9
    assert log.petition.online == 0


def test_nothing_is_added_after_the_close() -> None:
    log = closed_log()
    late = [
        log.sign(1),
        log.add(Paper(PETITION, 1, 9, H)),
        log.add(Amend(PETITION, 2, T)),
        log.add(Close(PETITION, online=1, paper=0)),
        log.add(Open(PETITION, 1, T)),
    ]

    assert (log.petition.online, log.petition.paper) == (1, 0)
    assert log.faulty == late


@pytest.mark.parametrize(("online", "paper"), [(0, 0), (2, 9), (1, 8)])
def test_a_close_with_wrong_figures_does_not_close(online: int, paper: int) -> None:
    log = opened_log()
    log.sign(0)
    log.add(Paper(PETITION, 1, 9, H))
    wrong = log.add(Close(PETITION, online=online, paper=paper))
    log.sign(1)

    assert log.petition.closed is None
    assert log.petition.online == 2
    assert log.faulty == [wrong]


def test_the_figures_of_a_close_are_those_at_its_own_index() -> None:
    log = opened_log()
    index = log.sign(0)
    log.sign(1)
    log.add(withdrawal(index, 0))
    log.add(Close(PETITION, online=1, paper=0))

    assert log.petition.closed == (1, 0)
    assert log.faulty == []


def test_a_petition_opens_once() -> None:
    log = opened_log()
    log.sign(0)
    again = log.add(Open(PETITION, 1, T))

    assert log.petition.online == 1
    assert log.faulty == [again]


def test_a_version_follows_the_version_before() -> None:
    log = opened_log()
    log.add(Amend(PETITION, 2, T))
    skipped = log.add(Amend(PETITION, 4, T))
    repeated = log.add(Amend(PETITION, 2, T))
    elsewhere = log.add(Amend(8, 2, T))

    assert list(log.petition.texts) == [1, 2]
    assert log.faulty == [skipped, repeated, elsewhere]


def test_tallies_of_a_petition_have_rising_days() -> None:
    log = opened_log()
    log.add(Tally(PETITION, 20_780, H))
    same_day = log.add(Tally(PETITION, 20_780, H))
    earlier = log.add(Tally(PETITION, 20_779, H))
    log.add(Tally(PETITION, 20_781, H))
    nobody = log.add(Tally(8, 20_781, H))

    assert log.petition.tally_day == 20_781
    assert log.faulty == [same_day, earlier, nobody]


def test_a_key_is_destroyed_once_and_after_the_close() -> None:
    log = opened_log()
    too_early = log.add(KeyDestroyed(PETITION))
    log.add(Close(PETITION, online=0, paper=0))
    log.add(KeyDestroyed(PETITION))
    again = log.add(KeyDestroyed(PETITION))

    assert log.petition.key_destroyed
    assert log.faulty == [too_early, again]


def test_keys_decisions_and_facts_change_no_count() -> None:
    log = opened_log()
    log.sign(0)
    log.add(Key(KeyUse.PROMISE, KeyState.ENDS, H))
    log.add(Decision(H))
    log.add(FactRevision(H))

    assert log.petition.online == 1
    assert log.faulty == []
    assert log.recount.notices == []


def test_an_unknown_type_that_might_count_says_this_verifier_is_too_old() -> None:
    log = opened_log()
    index = log.add(b"\x1fwhatever")

    assert log.faulty == [index]
    assert "trop ancien" in log.recount.faults[0].sentence


def test_an_unknown_type_that_cannot_count_is_a_notice() -> None:
    log = opened_log()
    index = log.add(b"\x22whatever")

    assert log.faulty == []
    assert [notice.index for notice in log.recount.notices] == [index]


@pytest.mark.parametrize("raw", [b"", b"\x01", b"\x01" + bytes(39), b"\x21" + bytes(5)])
def test_an_entry_of_a_wrong_length_counts_as_nothing(raw: bytes) -> None:
    log = opened_log()
    index = log.add(raw)

    assert log.petition.online == 0
    assert log.faulty == [index]


def test_a_signature_of_a_wrong_length_counts_as_nothing() -> None:
    log = opened_log()
    signing = Sign(PETITION, 1, H).to_bytes()

    assert log.faulty == []
    log.add(signing + b"\0")
    log.add(signing[:-1])
    assert log.petition.online == 0
    assert log.faulty == [1, 2]


@pytest.mark.parametrize(("strict", "faults"), [(False, []), (True, [2])])
def test_the_same_commitment_twice_is_a_fault_when_strict(strict: bool, faults: list[int]) -> None:
    log = opened_log(strict=strict)
    log.sign(0)
    log.sign(0)

    assert log.faulty == faults
    assert log.petition.online == 2


def test_no_entry_may_be_skipped() -> None:
    log = opened_log()

    with pytest.raises(Invalid):
        log.recount.feed(2, Sign(PETITION, 1, H).to_bytes())
    assert log.recount.size == 1


@pytest.mark.long
def test_a_million_signatures_are_recounted_in_seconds() -> None:
    log = opened_log()
    entries = [Sign(PETITION, 1, number.to_bytes(32, "big")).to_bytes() for number in range(10**6)]
    started = perf_counter()
    for index, entry in enumerate(entries, start=1):
        log.recount.feed(index, entry)

    assert log.petition.online == 10**6
    assert perf_counter() - started < 8
