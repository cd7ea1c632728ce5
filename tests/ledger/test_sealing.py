"""Signatures are counted by groups, each once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from pytest_django import DjangoAssertNumQueries, Settings

from ledger.models import SealedCount, Waiting
from ledger.services import queue_signature, queue_withdrawal, seal, sealed_counts

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _groups_of_five(settings: Settings) -> None:
    settings.SEAL_BATCH = 5
    settings.SEAL_DELAY_MINUTES = (5, 15)


def queue(number: int, *, petition: int = 7) -> None:
    for _ in range(number):
        queue_signature(petition=petition)


def online(petition: int = 7) -> int:
    counts = sealed_counts([petition])
    return counts[petition].online if counts else 0


@pytest.mark.django_db
def test_a_full_group_is_counted_at_once() -> None:
    queue(5)
    assert (seal(at=NOW), online()) == (5, 5)
    assert not Waiting.objects.exists()


@pytest.mark.django_db
def test_a_small_group_waits_for_a_moment_nobody_can_guess() -> None:
    queue(4)
    assert (seal(at=NOW), online()) == (0, 0)
    assert seal(at=NOW + timedelta(minutes=4)) == 0
    assert seal(at=NOW + timedelta(minutes=16)) == 4


@pytest.mark.django_db
def test_the_moment_is_drawn_once() -> None:
    queue(1)
    seal(at=NOW)
    due = SealedCount.objects.get().due_at
    queue(1)
    seal(at=NOW + timedelta(minutes=1))
    assert SealedCount.objects.get().due_at == due


@pytest.mark.django_db
def test_each_group_draws_its_own_moment() -> None:
    queue(5)
    seal(at=NOW)
    assert SealedCount.objects.get().due_at is None


@pytest.mark.django_db
def test_a_withdrawal_lowers_the_count_with_its_group() -> None:
    queue(5)
    seal(at=NOW)
    queue_withdrawal(petition=7)
    assert (seal(at=NOW), online()) == (0, 5)
    assert (seal(at=NOW + timedelta(minutes=16)), online()) == (1, 4)


@pytest.mark.django_db
def test_withdrawals_fill_a_group_like_signatures() -> None:
    queue(4)
    queue_withdrawal(petition=7)
    assert (seal(at=NOW), online()) == (5, 3)


@pytest.mark.django_db
def test_a_signature_withdrawn_before_it_was_counted_leaves_nothing() -> None:
    queue(1)
    queue_withdrawal(petition=7)
    seal(at=NOW)
    seal(at=NOW + timedelta(minutes=16))
    assert online() == 0
    assert not Waiting.objects.exists()


@pytest.mark.django_db
def test_no_count_falls_below_zero() -> None:
    for _ in range(5):
        queue_withdrawal(petition=7)
    with pytest.raises(IntegrityError):
        seal(at=NOW)


@pytest.mark.django_db
def test_a_row_changes_the_count_by_one() -> None:
    with pytest.raises(IntegrityError):
        Waiting.objects.create(petition=7, change=2)


@pytest.mark.django_db
def test_petitions_are_counted_apart() -> None:
    queue(5)
    queue(2, petition=8)
    seal(at=NOW)
    assert (online(7), online(8)) == (5, 0)


@pytest.mark.django_db
def test_the_count_says_when_it_was_made() -> None:
    queue(5)
    seal(at=NOW)
    queue(1)
    seal(at=NOW + timedelta(minutes=1))
    assert SealedCount.objects.get().sealed_at == NOW


@pytest.mark.django_db
def test_an_idle_sequencer_asks_two_questions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    # Two more open and close the transaction's savepoint inside the test's own.
    with django_assert_num_queries(4):
        assert seal(at=NOW) == 0


@pytest.mark.django_db
def test_counts_of_many_petitions_are_one_question(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        assert sealed_counts(range(50)) == {}


@pytest.mark.django_db(transaction=True)
def test_sequencers_at_once_count_each_signature_once() -> None:
    queue(200)
    stop = threading.Event()

    def keep_sealing() -> None:
        while not stop.is_set():
            seal(at=NOW)
        connection.close()

    threads = [threading.Thread(target=keep_sealing) for _ in range(3)]
    for thread in threads:
        thread.start()
    queue(100)
    stop.set()
    for thread in threads:
        thread.join()
    seal(at=NOW + timedelta(hours=1))
    seal(at=NOW + timedelta(hours=2))
    assert online() == 300


@pytest.mark.django_db(transaction=True)
def test_sequencers_meet_each_withdrawal_after_its_signature(settings: Settings) -> None:
    settings.SEAL_BATCH = 1
    stop = threading.Event()
    faults: list[IntegrityError] = []

    def keep_sealing() -> None:
        while not stop.is_set():
            try:
                seal(at=NOW)
            except IntegrityError as fault:
                faults.append(fault)
        connection.close()

    sequencer = threading.Thread(target=keep_sealing)
    sequencer.start()
    for _ in range(200):
        queue_signature(petition=7)
        queue_withdrawal(petition=7)
    stop.set()
    sequencer.join()
    seal(at=NOW)
    assert (faults, online()) == ([], 0)
