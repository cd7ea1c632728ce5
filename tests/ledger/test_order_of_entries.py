"""What is ripe enters the log in one order: texts, signatures, what removes them, ends."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from ledger.models import Entry, SealedCount
from ledger.sed1.entries import Close, KeyState, KeyUse, Kind, parse_entry
from ledger.services import (
    queue_closing,
    queue_decision,
    queue_key_destroyed,
    seal,
    sealed_counts,
    signing,
)
from tests.factories.ledger import (
    NOW,
    PETITION,
    make_signer,
    make_signers,
    online,
    open_in_log,
    withdraw,
)

LATER = NOW + timedelta(minutes=16)


@pytest.fixture(autouse=True)
def _groups_of_five(settings: Settings) -> None:
    settings.SEAL_BATCH = 5
    settings.SEAL_DELAY_MINUTES = (5, 15)


def sealed_kinds() -> list[Kind]:
    return [Kind(kind) for kind in Entry.objects.sealed().values_list("kind", flat=True)]


@pytest.mark.django_db
def test_a_log_begins_with_its_keys_then_the_text_then_signatures() -> None:
    make_signers(5)
    seal(at=NOW)
    assert sealed_kinds() == [Kind.KEY, Kind.KEY, Kind.OPEN, *[Kind.SIGN] * 5]


@pytest.mark.django_db
def test_a_signature_withdrawn_before_it_was_sealed_is_sealed_first() -> None:
    signer = make_signer()
    withdraw(signer)
    seal(at=NOW)
    seal(at=LATER)
    assert sealed_kinds()[-2:] == [Kind.SIGN, Kind.WITHDRAW]
    assert online() == 0


@pytest.mark.django_db
def test_the_end_waits_for_the_last_signature_and_tells_the_count() -> None:
    make_signers(3)
    queue_closing(petition=PETITION)
    seal(at=NOW)
    assert Kind.CLOSE not in sealed_kinds()
    seal(at=LATER)
    last = Entry.objects.sealed().last()
    assert last
    assert parse_entry(bytes(last.body)) == Close(PETITION, 3, 0)
    assert sealed_counts([PETITION])[PETITION].online_at_closing == 3


@pytest.mark.django_db
def test_a_key_is_stated_destroyed_after_the_end_only() -> None:
    make_signer()
    queue_key_destroyed(petition=PETITION)
    seal(at=LATER)
    assert Kind.KEY_DESTROYED not in sealed_kinds()
    queue_closing(petition=PETITION)
    seal(at=LATER)
    seal(at=LATER + timedelta(minutes=16))
    assert sealed_kinds()[-2:] == [Kind.CLOSE, Kind.KEY_DESTROYED]


@pytest.mark.django_db
def test_what_is_not_an_act_of_people_is_sealed_at_once() -> None:
    make_signer()
    queue_decision({"kind": "moderation", "reference": "7KQ29XWM"})
    seal(at=NOW)
    assert sealed_kinds() == [Kind.KEY, Kind.KEY, Kind.OPEN, Kind.DECISION]


@pytest.mark.django_db(transaction=True)
def test_an_end_never_overtakes_a_signature_that_came_while_the_sequencer_looked() -> None:
    make_signer(8)
    open_in_log(7)
    somebody_else = threading.Event(), threading.Event()

    def hold_the_count_of_8() -> None:
        """Keep the sequencer between its first look and its group, as a slow witness would."""
        with transaction.atomic():
            SealedCount.objects.create(petition=8, sealed_at=NOW)
            somebody_else[0].set()
            somebody_else[1].wait(10)
            transaction.set_rollback(True)
        connection.close()

    def look() -> None:
        seal(at=NOW)
        connection.close()

    holder = threading.Thread(target=hold_the_count_of_8)
    holder.start()
    somebody_else[0].wait(10)
    sequencer = threading.Thread(target=look)
    sequencer.start()
    limit = time.monotonic() + 10
    while not _is_somebody_blocked():
        assert time.monotonic() < limit, "nobody was blocked"
        time.sleep(0.01)
    make_signer(7)
    queue_closing(petition=7)
    somebody_else[1].set()
    holder.join()
    sequencer.join()
    assert Kind.CLOSE not in sealed_kinds()
    seal(at=LATER)
    seal(at=LATER + timedelta(hours=1))
    assert sealed_counts([7])[7].online_at_closing == 1


def _is_somebody_blocked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_key_begins_before_it_ends_whatever_its_row() -> None:
    signing.begin_key(KeyUse.PROMISE)
    for _ in range(8):
        signing.end_key(KeyUse.PROMISE, signing.begin_key(KeyUse.PROMISE).verifier)
    seal(at=NOW)
    states = [key.state for _, key in signing.key_history(KeyUse.PROMISE)]
    assert states == [KeyState.BEGINS, *[KeyState.BEGINS, KeyState.ENDS] * 8]
