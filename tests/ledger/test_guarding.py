"""A database that is not the log's last one is refused before anything is sealed or signed."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as given
from django.db import connection, connections
from pytest_django import Settings

from core import keys
from ledger import store
from ledger.errors import LogRefuses
from ledger.models import Checkpoint, Entry
from ledger.sed1.entries import KeyUse
from ledger.services import publish, queue_decision, seal
from ledger.services.guarding import begin_history, lift_stop, mark_file, raise_mark, stop
from ledger.services.signing import active_keys
from ledger.tlog import checkpoints
from tests import database
from tests.factories.ledger import NOW, make_log, make_signers, online
from tests.ledger.programs import manage

DAY = timedelta(days=1)
restoring = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


def go_on() -> None:
    """Let one more entry wait, and do what the clock asks for every two seconds."""
    queue_decision({"kind": "moderation"})
    seal(at=NOW)
    publish()


def published_size() -> int:
    checkpoint = store.published_checkpoint()
    assert checkpoint
    return checkpoint.size


@restoring
def test_yesterdays_backup_is_refused_with_a_clear_message() -> None:
    make_log(3)
    database.back_up()
    make_log(2)
    note = store.published_note()
    database.restore()
    make_signers(1)
    status, _, errors = manage("ledger_seal")
    assert status == 78, errors
    assert "The database holds 6 entries, but 8 were signed (high-water mark)." in errors
    assert "site/docs/ledger.md" in errors
    assert "Traceback" not in errors
    assert (store.published_note(), Checkpoint.objects.count()) == (note, 1)


@restoring
def test_a_restored_database_is_refused_even_while_nothing_waits() -> None:
    make_log(3)
    database.back_up()
    make_log(2)
    database.restore()
    assert seal(at=NOW) == 0
    with pytest.raises(LogRefuses):
        publish()


@restoring
def test_a_connection_that_falls_back_on_a_late_replica_is_refused() -> None:
    make_log(3)
    database.back_up()
    make_log(2)
    connections.close_all()
    connections.settings["default"]["NAME"] = database.BACKUP
    with pytest.raises(LogRefuses, match="holds 6 entries, but 8 were signed"):
        go_on()


@restoring
def test_another_history_of_the_same_length_is_refused(settings: Settings, tmp_path: Path) -> None:
    make_log(3)
    database.back_up()
    ours, theirs = settings.LEDGER_DIR, tmp_path / "registre"
    shutil.copytree(ours, theirs)
    make_log(2)
    database.restore()
    settings.LEDGER_DIR = theirs
    make_log(2)
    settings.LEDGER_DIR = ours
    with pytest.raises(LogRefuses, match="another root at size 8 than the high-water mark"):
        go_on()
    assert published_size() == 8


@restoring
def test_a_longer_database_of_another_history_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    make_log(3)
    database.back_up()
    ours, theirs = settings.LEDGER_DIR, tmp_path / "registre"
    shutil.copytree(ours, theirs)
    make_log(2)
    database.restore()
    settings.LEDGER_DIR = theirs
    make_log(300)
    settings.LEDGER_DIR = ours
    with pytest.raises(LogRefuses, match="another root at size 8"):
        publish()


def forget_mark() -> None:
    mark_file().unlink()


def cut_mark() -> None:
    mark_file().write_bytes(mark_file().read_bytes()[:-9])


def garble_mark() -> None:
    mark_file().write_bytes(b"\xff\xfe")


def empty_mark() -> None:
    mark_file().write_bytes(b"")


def rename_log() -> None:
    raise_mark(checkpoints.Checkpoint("elsewhere/registre", 0, bytes(32)))


def cut_checkpoint() -> None:
    store.write(store.CHECKPOINT, b"testserver/registre\n")


def garble_checkpoint() -> None:
    store.write(store.CHECKPOINT, b"\xff\xfe")


def grow_checkpoint() -> None:
    note = store.published_note()
    assert note
    store.write(store.CHECKPOINT, note.replace("\n6\n", "\n7\n").encode())


def lose_key() -> None:
    (given.KEYS_DIR / "named-ledger-checkpoint-1.key").unlink()


def replace_key() -> None:
    lose_key()
    keys.named_key("ledger-checkpoint-1")


def destroy_key() -> None:
    keys.destroy("named-ledger-checkpoint-1")


def lose_a_tile() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_tile")


def change_a_tile() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_tile SET hashes = sha256(hashes)")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (forget_mark, "its high-water mark is gone"),
        (cut_mark, "high-water mark cannot be read"),
        (garble_mark, "high-water mark cannot be read"),
        (empty_mark, "high-water mark cannot be read"),
        (rename_log, "LEDGER_ORIGIN never changes"),
        (cut_checkpoint, "published checkpoint cannot be read"),
        (garble_checkpoint, "published checkpoint cannot be read"),
        (grow_checkpoint, r"7 were signed \(published checkpoint\)"),
        (lose_key, "restore KEYS_DIR"),
        (replace_key, "restore KEYS_DIR"),
        (destroy_key, "restore KEYS_DIR"),
        (lose_a_tile, "tiles of the database"),
        (change_a_tile, "tiles of the database"),
    ],
)
def test_what_tells_the_history_must_be_whole(harm: Callable[[], None], said: str) -> None:
    make_log(3)
    harm()
    before = store.read(store.CHECKPOINT)
    with pytest.raises(LogRefuses, match=said):
        go_on()
    assert store.read(store.CHECKPOINT) == before


@pytest.mark.django_db
def test_a_database_ahead_of_what_is_published_is_normal() -> None:
    make_log(3)
    make_signers(2)
    seal(at=NOW)
    make_signers(2)
    seal(at=NOW)
    assert published_size() == 6
    assert publish() == published_size() == 10


@pytest.mark.django_db
def test_an_empty_database_beside_a_published_log_is_refused() -> None:
    make_log(3)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_entry, ledger_tile, ledger_checkpoint")
    with pytest.raises(LogRefuses, match="holds 0 entries, but 6 were signed"):
        go_on()
    assert not Entry.objects.sealed().exists()


@pytest.mark.django_db
def test_a_log_that_was_stopped_says_why_until_it_is_let_go() -> None:
    make_log(3)
    stop("Tile 0/0 differs.")
    with pytest.raises(LogRefuses, match=r"The log was stopped: Tile 0/0 differs\."):
        go_on()
    with pytest.raises(LogRefuses):
        publish()
    lift_stop()
    go_on()
    assert published_size() == 8


@pytest.mark.django_db
def test_a_log_begins_with_a_mark_on_the_disk() -> None:
    make_signers(1)
    assert not mark_file().exists()
    seal(at=NOW)
    assert mark_file().read_text().startswith("testserver/registre\n0\n")


@pytest.mark.django_db
def test_a_log_that_begins_never_lowers_the_mark() -> None:
    """Another database may have raised it between the guard and the beginning."""
    make_log(3)
    mark = mark_file().read_text()
    begin_history()
    assert mark_file().read_text() == mark
    assert [file.name for file in mark_file().parent.glob(".high*")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("jump", [DAY, -DAY, 400 * DAY, -400 * DAY])
def test_a_clock_that_jumps_breaks_nothing(settings: Settings, jump: timedelta) -> None:
    settings.SEAL_BATCH, settings.SEAL_DELAY_MINUTES = 5, (5, 15)
    make_signers(1)
    seal(at=NOW + jump)
    make_signers(1)
    seal(at=NOW)
    seal(at=NOW + timedelta(minutes=15))
    publish()
    assert (online(), published_size()) == (2, 5)
    make_signers(5)
    seal(at=NOW - jump)
    publish()
    assert (online(), published_size()) == (7, 10)


@pytest.mark.django_db
def test_the_first_keys_are_those_that_the_log_names() -> None:
    make_log(1)
    assert [len(active_keys(use)) for use in KeyUse] == [1, 1]
