"""A day that the database lost is read again from the public log, and what is lost is said."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from ledger import store
from ledger.errors import LogRefuses
from ledger.models import Entry, LogObject, Placement, SealedCount
from ledger.sed1.entries import KeyUse, Kind
from ledger.services import (
    ensure_not_behind,
    erase_object,
    proof_of,
    queue_annulment,
    queue_decision,
    scrub,
)
from ledger.services.rebuilding import object_of
from ledger.services.signing import active_keys, begin_key, end_key
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.proofs import verify_consistency, verify_inclusion
from ledger.tlog.tiles import consistency_proof
from petitions.models import Signature
from petitions.services.withdrawing import take_back
from tests import database
from tests.factories.ledger import make_log, make_signers, withdraw
from tests.factories.petitions import make_petition, sign, signed
from tests.ledger.losing import go_on, lost, recovered, root

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


def test_the_log_goes_on_where_it_was_published() -> None:
    make_log(3)
    with lost():
        make_log(300)
        make_log(2)
        before, old_size = root(), 308
    with pytest.raises(LogRefuses):
        go_on()
    found = recovered()
    assert (found.rebuilt.old_size, found.rebuilt.size) == (6, 308)
    assert root() == before
    assert ensure_not_behind().size == 308
    assert go_on() == 309
    proof = consistency_proof(store.read_tile, old_size=old_size, size=309)
    verify_consistency(old_size=308, size=309, old_root=before, root=root(), proof=proof)
    assert scrub().size == 309


def test_a_receipt_of_the_lost_day_still_verifies() -> None:
    make_log(3)
    with lost():
        [signer] = make_log(1)
        before = root()
        entry = bytes(Entry.objects.get(commitment=signer.commitment).body)
        old_proof = proof_of(signer.commitment)
    recovered()
    new_proof = proof_of(signer.commitment)
    assert old_proof == new_proof
    assert new_proof
    verify_inclusion(
        index=6, size=7, leaf=leaf_hash(entry), proof=list(new_proof.hashes), root=before
    )


def test_what_waited_and_is_in_the_log_takes_its_index() -> None:
    signers = make_signers(3)
    queue_annulment(petition=7, commitment=signers[0].commitment, geo=signers[0].geo, reason=1)
    with lost():
        go_on()
    found = recovered()
    assert found.rebuilt.numbered == 5  # the text, three signatures, one taken back
    assert found.rebuilt.orphans.total() == 0
    assert not Entry.objects.waiting().exclude(kind=Kind.DECISION).exists()
    states = Placement.objects.order_by("removal").values_list("state", "removal")
    assert list(states) == [(1, 0), (1, 0), (1, 1)]
    assert SealedCount.objects.get().online == 2


def test_what_the_lost_day_took_back_by_receipt_may_wait_here_by_mail() -> None:
    [signer] = make_log(1)
    with lost():
        withdraw(signer)
        go_on()
    queue_annulment(petition=7, commitment=signer.commitment, geo=signer.geo, reason=1)
    recovered()
    [removal] = Entry.objects.filter(removes=signer.commitment)
    assert (removal.kind, removal.index) == (Kind.WITHDRAW, 4)
    assert scrub().size == 5


def test_what_waited_and_is_not_in_the_log_waits_on() -> None:
    make_log(1)
    with lost():
        make_log(1)
    waiting = make_signers(2)
    recovered()
    go_on()
    assert SealedCount.objects.get().online == 4
    assert all(proof_of(signer.commitment) for signer in waiting)


def test_orphans_stay_counted_and_their_number_is_published() -> None:
    make_log(3)
    with lost():
        signers = make_log(3)
        queue_annulment(petition=7, commitment=signers[0].commitment, geo=signers[0].geo, reason=1)
        make_signers(2, 8)
        go_on()
    found = recovered()
    assert found.rebuilt.orphans == {7: 2, 8: 2}
    assert {row.petition: row.online for row in SealedCount.objects.all()} == {7: 5, 8: 2}
    go_on()
    said = the_statement()
    assert said["orphans"] == [
        {"petition": 7, "signatures": 2},
        {"petition": 8, "signatures": 2},
    ]
    assert (said["old_size"], said["size"], said["day"]) == (6, 13, "2026-11-23")


def the_statement() -> dict[str, Any]:
    """Return the object of the last DECISION, as it is published."""
    entry = Entry.objects.sealed().filter(kind=Kind.DECISION).last()
    assert entry
    named = bytes(entry.body)[-32:]
    assert store.read(f"objet/{named.hex()}.json") == bytes(LogObject.objects.get(pk=named).body)
    return object_of(named)


def test_the_promises_that_are_broken_are_stated() -> None:
    make_log(3)
    with lost():
        make_log(2)
        make_signers(1)  # promised, and never sealed
    recovered()
    go_on()
    assert (
        "Toute promesse faite depuis cette copie et dont l’inscription n’est pas au registre"
        " est rompue." in the_statement()["statement"]
    )


def test_a_loss_that_left_no_trace_in_the_log_can_be_stated_too() -> None:
    make_log(3)
    with lost():
        make_signers(1)
    recovered()
    assert not Entry.objects.waiting().exists()
    recovered(is_stated=True)
    go_on()
    assert the_statement()["size"] == 6


def test_a_second_recovery_finds_nothing_to_do() -> None:
    make_log(3)
    with lost():
        make_log(2)
    recovered()
    found = recovered()
    assert (found.rebuilt.old_size, found.rebuilt.size) == (8, 8)
    assert Entry.objects.waiting().count() == 1  # what the first one states


def test_a_lost_key_of_the_log_may_have_begun_on_the_lost_day() -> None:
    make_log(3)
    [old] = active_keys(KeyUse.CHECKPOINT)
    with lost():
        begin_key(KeyUse.CHECKPOINT)
        end_key(KeyUse.CHECKPOINT, old.verifier)
        make_log(1)
    recovered()
    assert [key.name for key in active_keys(KeyUse.CHECKPOINT)] == ["ledger-checkpoint-2"]
    go_on()
    assert scrub().faults == ()


def test_what_was_erased_on_the_lost_day_is_erased_again() -> None:
    named = queue_decision({"kind": "moderation", "text": "Madame Dupont"})
    make_log(1)
    with lost():
        erase_object(named)
        later = queue_decision({"kind": "moderation"})
        make_log(1)
        erase_object(later)
    assert object_of(named)
    recovered()
    assert (object_of(named), object_of(later)) == ({}, {})
    go_on()
    assert scrub().erased == 2


@pytest.mark.django_db(transaction=True)
def test_an_operator_recovers_from_last_nights_backup(capsys: pytest.CaptureFixture[str]) -> None:
    petition = make_petition()
    for name in ("ada", "bob"):
        sign(petition, address=f"{name}@example.org")
    database.back_up()
    go_on()
    one, _ = Signature.objects.filter(petition=petition)
    take_back(one)
    signed(petition, address="carl@example.org")
    go_on()
    database.restore()
    with pytest.raises(LogRefuses):
        sign(petition, address="dora@example.org")
    with pytest.raises(CommandError) as refusal:
        call_command("ledger_seal")
    assert refusal.value.returncode == 78
    call_command("ledger_recover")
    call_command("ledger_scrub")
    sign(petition, address="dora@example.org")
    call_command("ledger_seal")
    said = capsys.readouterr().out
    assert said.startswith("7 entries were read again, up to 7.\n3 of them waited here.\n")
    assert "1 signatures were taken back again.\nKeys destroyed: none.\n1 signatures" in said
    assert "The log is intact" in said
    assert SealedCount.objects.get(petition=petition.pk).online == 3


def test_the_day_of_a_statement_is_that_of_paris() -> None:
    make_log(1)
    recovered(is_stated=True, at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    go_on()
    assert the_statement()["day"] == "2026-11-24"
