"""A recovery believes what was signed, wherever it finds it, and nothing else."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from ledger import store
from ledger.errors import CannotRecover
from ledger.models import Entry
from ledger.services import ensure_not_behind, seal
from ledger.services.guarding import mark_file, raise_mark
from ledger.tlog.proofs import verify_consistency
from ledger.tlog.tiles import consistency_proof
from tests.factories.ledger import NOW, make_log, make_signers
from tests.ledger.losing import go_on, lost, recovered, root

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


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
    store.write("tile/entries/000.p/8", bundle[:-1] + bytes([bundle[-1] ^ 1]))
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


def test_an_operator_is_told_why_nothing_was_changed() -> None:
    make_log(1)
    mark_file().write_bytes(b"?")
    with pytest.raises(CommandError, match="Nothing was changed: The high-water mark is gone"):
        call_command("ledger_recover")
    with pytest.raises(CommandError, match="No such file"):
        call_command("ledger_recover", "--checkpoint", "/nowhere")


def test_a_mark_ahead_of_its_files_was_signed_by_nobody() -> None:
    make_log(3)
    note = store.read(store.CHECKPOINT)
    with lost():
        make_signers(2)
        seal(at=NOW)
        raise_mark(ensure_not_behind())
    with pytest.raises(CannotRecover, match=r"tile/entries/000\.p/8 is not in"):
        recovered()
    mark_file().unlink()
    recovered(witnessed=note)
    assert ensure_not_behind().size == 6
