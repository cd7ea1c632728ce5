"""A day that the database lost is read again from the public log, and what is lost is said."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from core import keys
from core.errors import Unreadable
from ledger import store
from ledger.errors import CannotRecover, LogRefuses
from ledger.models import Entry, LogObject, Placement, SealedCount, TallyCell
from ledger.sed1.entries import KeyUse, Kind
from ledger.services import (
    ensure_not_behind,
    erase_object,
    figures_by_area,
    proof_of,
    publish,
    queue_annulment,
    queue_decision,
    scrub,
    seal,
    tally,
)
from ledger.services.guarding import mark_file
from ledger.services.rebuilding import object_of
from ledger.services.signing import active_keys, begin_key, end_key
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.proofs import verify_consistency, verify_inclusion
from ledger.tlog.tiles import consistency_proof
from petitions.models import Annulment, Petition, Signature
from petitions.services import (
    approve_annulment,
    carry_out_annulments,
    close_petition,
    destroy_key,
    open_petition,
    propose_annulment,
    recover,
    undo_annulment,
)
from petitions.services.recovering import Recovery
from petitions.services.withdrawing import take_back
from tests import database
from tests.factories.accounts import make_user
from tests.factories.ledger import make_log, make_signers, withdraw
from tests.factories.petitions import NOW, make_draft_petition, make_petition, sign, signed

pytestmark = pytest.mark.django_db
SETTLED = NOW + timedelta(days=93)


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


@contextmanager
def lost() -> Iterator[None]:
    """Lose, after the block, what it did to the database; what it published stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def go_on(at: datetime = NOW) -> int:
    """Seal and publish what waits; return the published size."""
    seal(at=at)
    return publish()


def recovered(**kwargs: Any) -> Recovery:
    given = {"folder": None, "witnessed": None, "is_stated": False, "at": NOW} | kwargs
    return recover(**given)


def root() -> bytes:
    checkpoint = store.published_checkpoint()
    assert checkpoint
    return checkpoint.root


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


def test_signatures_that_were_taken_back_are_taken_back_again() -> None:
    petition = make_petition()
    for name in ("ada", "bob"):
        sign(petition, address=f"{name}@example.org")
    go_on()
    with lost():
        signature = Signature.objects.filter(petition=petition).first()
        assert signature
        take_back(signature)
        go_on()
    assert petition.signatures.count() == 2
    found = recovered()
    assert (found.taken_back, petition.signatures.count()) == (1, 1)
    assert Placement.objects.get(geo=signature.geo).removal == Placement.Removal.LEAVING
    assert SealedCount.objects.get().online == 1


def test_destroyed_keys_are_destroyed_again(settings: Settings, tmp_path: Path) -> None:
    petition = make_petition()
    sign(petition)
    go_on()
    shutil.copytree(settings.KEYS_DIR, tmp_path / "yesterday")
    with lost():
        close_petition(petition=petition, at=NOW)
        go_on()
        destroy_key(petition=petition, at=SETTLED)
        go_on()
    petition_key = f"petition-{petition.pk}.key"
    shutil.copy(tmp_path / "yesterday" / petition_key, settings.KEYS_DIR / petition_key)
    assert keys.petition_key(petition.pk)
    assert recovered().keys == [petition.pk]
    with pytest.raises(Unreadable):
        keys.petition_key(petition.pk)


def test_a_petition_that_the_log_closed_takes_no_more_signatures() -> None:
    petition = make_petition()
    go_on()
    with lost():
        close_petition(petition=petition, at=NOW)
        go_on()
    recovered()
    petition.refresh_from_db()
    assert (petition.status, petition.closes_at) == (Petition.Status.CLOSED, NOW)


def test_a_petition_that_the_log_opened_is_open_with_its_text() -> None:
    petition = make_draft_petition()
    sign(make_petition())
    go_on()
    with lost():
        open_petition(petition=petition, at=NOW)
        opened = Petition.objects.get(pk=petition.pk)
        go_on()
    petition.refresh_from_db()
    assert petition.status == Petition.Status.DRAFT
    recovered()
    petition.refresh_from_db()
    assert petition.status == Petition.Status.OPEN
    assert petition.text_sha256 == opened.text_sha256
    assert petition.closes_at == opened.closes_at
    sign(petition)
    go_on()
    assert scrub().faults == ()


def test_a_petition_that_is_lost_keeps_its_number() -> None:
    sign(make_petition())
    go_on()
    with lost():
        gone = make_petition()
        sign(gone)
        go_on()
    assert recovered().unknown == [gone.pk]
    assert make_petition().pk > gone.pk


def figures(petition: int = 7) -> list[tuple[str, int]]:
    return [(cell.area, cell.held) for cell in figures_by_area(petition)[1]]


def sign_as(petition: Petition, people: Iterable[int]) -> None:
    for number in people:
        sign(petition, address=f"n{number}@example.org", postcode="48000")
    go_on()


def places() -> list[tuple[bytes, int]]:
    rows = Placement.objects.order_by("geo").values_list("geo", "state", "removal")
    return [(bytes(geo), state * 10 + removal) for geo, state, removal in rows]


def test_places_are_those_of_the_published_figures() -> None:
    petition = make_petition()
    sign_as(petition, range(40))
    tally(at=NOW)
    go_on()
    with lost():
        for signature in Signature.objects.filter(petition=petition).order_by("geo")[:25]:
            take_back(signature)
        sign_as(petition, [])
        tally(at=NOW + timedelta(days=1))
        go_on()
        said, were = figures(petition.pk), places()
    recovered()
    assert (figures(petition.pk), places()) == (said, were)
    assert said == [("48", 20)]
    sign_as(petition, range(100, 130))
    tally(at=NOW + timedelta(days=2))
    go_on()
    assert figures(petition.pk) == [("48", 50)]
    assert scrub().faults == ()


def test_what_left_without_a_trace_of_its_place_stops_no_figures() -> None:
    signers = make_log(40)
    tally(at=NOW)
    go_on()
    with lost():
        for signer in signers[:25]:
            queue_annulment(petition=7, commitment=signer.commitment, geo=None, reason=1)
        go_on()
    recovered()
    make_signers(40)
    go_on()
    assert tally(at=NOW + timedelta(days=1))
    assert figures() == [("48", 70)]


def test_no_published_g_serves_a_second_time() -> None:
    make_log(30)
    tally(at=NOW)
    with lost():
        signers = make_log(40)
        tally(at=NOW + timedelta(days=1))
        go_on()
    recovered()
    published = [bytes(row.geo) for row in Placement.objects.filter(state=2)]
    assert set(published) & {signer.geo for signer in signers}
    assert TallyCell.objects.get().held == len(published) == 60


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


def test_an_undone_annulment_is_not_carried_out_after_all() -> None:
    petition = make_petition()
    sign(petition)
    go_on()
    one, other = make_user(), make_user()
    index = Entry.objects.get(kind=Kind.SIGN).index
    assert index is not None
    annulment = propose_annulment(
        petition=petition,
        reason=2,
        statement="Une vague de signatures inventées.",
        indexes=[index],
        by=one,
        at=NOW,
    )
    approve_annulment(annulment=annulment, by=other, at=NOW)
    go_on()
    carry_out_annulments(at=NOW)
    with lost():
        undo_annulment(annulment=annulment, by=one, at=NOW)
        go_on()
    recovered()
    assert Annulment.objects.get().state == Annulment.State.UNDONE
    assert carry_out_annulments(at=NOW + timedelta(days=4)) == 0


def test_a_crash_between_the_mark_and_the_checkpoint_loses_nothing(tmp_path: Path) -> None:
    make_log(3)
    note = store.read(store.CHECKPOINT)
    with lost():
        make_log(2)
    assert note
    store.write(store.CHECKPOINT, note)  # the new one was signed, and never written
    recovered()
    assert go_on() == 9


def test_a_copy_of_the_published_files_serves_as_well(settings: Settings, tmp_path: Path) -> None:
    make_log(3)
    with lost():
        make_log(300)
        before = root()
    shutil.move(store.public_folder(), tmp_path / "copy")
    with pytest.raises(CannotRecover, match="tile/entries/000 is not in"):
        recovered()
    recovered(folder=tmp_path / "copy")
    assert go_on() == 307
    proof = consistency_proof(store.read_tile, old_size=306, size=307)
    verify_consistency(old_size=306, size=307, old_root=before, root=root(), proof=proof)


def test_without_its_mark_the_log_wants_a_checkpoint_from_elsewhere() -> None:
    make_log(3)
    with lost():
        make_log(2)
        note = store.read(store.CHECKPOINT)
    mark_file().unlink()
    with pytest.raises(CannotRecover, match="--checkpoint"):
        recovered()
    recovered(witnessed=note)
    assert go_on() == 9


def test_a_folder_as_old_as_the_database_is_not_the_whole_log(
    settings: Settings, tmp_path: Path
) -> None:
    make_log(3)
    shutil.copytree(settings.LEDGER_DIR, tmp_path / "yesterday")
    with lost():
        make_log(2)
        newest = store.read(store.CHECKPOINT)
    settings.LEDGER_DIR = tmp_path / "yesterday"
    with pytest.raises(CannotRecover, match=r"tile/entries/000\.p/8 is not in"):
        recovered(witnessed=newest)


def test_a_damaged_checkpoint_makes_room_for_a_new_one() -> None:
    make_log(3)
    with lost():
        make_log(2)
        before = root()
    store.write(store.CHECKPOINT, b"?")
    recovered()
    go_on()
    proof = consistency_proof(store.read_tile, old_size=8, size=9)
    verify_consistency(old_size=8, size=9, old_root=before, root=root(), proof=proof)


def test_a_checkpoint_of_somebody_else_is_not_believed(settings: Settings) -> None:
    make_log(3)
    note = (store.read(store.CHECKPOINT) or b"").decode()
    for wrong in (
        note.replace("testserver", "elsewhere"),
        note.replace("\n6\n", "\n7\n"),
        "nothing",
    ):
        with pytest.raises(CannotRecover, match="checkpoint given"):
            recovered(witnessed=wrong.encode())


def test_entries_that_do_not_lead_to_what_was_signed_change_nothing() -> None:
    make_log(3)
    with lost():
        make_log(2)
    bundle = store.read("tile/entries/000.p/8")
    assert bundle
    store.write("tile/entries/000.p/8", bundle[:-1] + b"!")
    with pytest.raises(CannotRecover, match="do not lead from the 6 entries"):
        recovered()
    assert Entry.objects.sealed().count() == 6
    store.write("tile/entries/000.p/8", bundle[:-1])
    with pytest.raises(CannotRecover, match="is damaged"):
        recovered()


def test_a_database_of_another_history_is_not_recovered(settings: Settings, tmp_path: Path) -> None:
    make_log(3)
    ours, theirs = settings.LEDGER_DIR, tmp_path / "theirs"
    shutil.copytree(ours, theirs)
    with lost():
        make_log(5)
    settings.LEDGER_DIR = theirs
    make_log(2)
    settings.LEDGER_DIR = ours
    with pytest.raises(CannotRecover, match="Restore another backup"):
        recovered()


@pytest.mark.django_db(transaction=True)
def test_an_operator_recovers_from_last_nights_backup(capsys: pytest.CaptureFixture[str]) -> None:
    petition = make_petition()
    for name in ("ada", "bob"):
        sign(petition, address=f"{name}@example.org")
    database.back_up()
    go_on()
    signed(petition, address="carl@example.org")
    take_back(Signature.objects.filter(petition=petition).order_by("pk")[0])
    go_on()
    database.restore()
    sign(petition, address="dora@example.org")
    with pytest.raises(CommandError) as refusal:
        call_command("ledger_seal")
    assert refusal.value.returncode == 78
    call_command("ledger_recover")
    call_command("ledger_scrub")
    call_command("ledger_seal")
    said = capsys.readouterr().out
    assert said.startswith("7 entries were read again, up to 7.\n3 of them waited here.\n")
    assert "1 signatures were taken back again.\nKeys destroyed: none.\n1 signatures" in said
    assert "The log is intact" in said
    assert SealedCount.objects.get(petition=petition.pk).online == 3


def test_an_operator_is_told_why_nothing_was_changed() -> None:
    make_log(1)
    mark_file().write_bytes(b"?")
    with pytest.raises(CommandError, match="Nothing was changed: The high-water mark is gone"):
        call_command("ledger_recover")
    with pytest.raises(CommandError, match="No such file"):
        call_command("ledger_recover", "--checkpoint", "/nowhere")


def test_the_day_of_a_statement_is_that_of_paris() -> None:
    make_log(1)
    recovered(is_stated=True, at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    go_on()
    assert the_statement()["day"] == "2026-11-24"
