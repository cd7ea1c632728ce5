"""Mending that is killed is begun again, and nothing is signed of what it left half-done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command

from ledger import store
from ledger.errors import Damaged, LogRefuses
from ledger.services import erase_object, publish, publish_again, queue_decision, scrub, seal
from ledger.services.guarding import stop_file
from ledger.services.publishing import object_path
from tests.factories.ledger import NOW, make_log

pytestmark = pytest.mark.django_db


@contextmanager
def no_room_for(path: str) -> Iterator[None]:
    """Let no file be written at `path` for the block, as on a full disk."""
    file = store.public_folder() / path
    beside = file.with_name(f".{file.name}.new")
    beside.mkdir()
    with pytest.raises(IsADirectoryError):
        yield
    beside.rmdir()


def test_a_log_stays_stopped_until_its_files_are_whole() -> None:
    make_log(3)
    tile, note = store.read("tile/0/000.p/6"), store.read(store.CHECKPOINT)
    store.write("tile/0/000.p/6", bytes(192))
    with pytest.raises(Damaged):
        scrub()
    with no_room_for("tile/0/000.p/6"):
        publish_again()
    assert stop_file().exists()
    with pytest.raises(LogRefuses):
        make_log(1)
    call_command("ledger_scrub", "--republish")
    assert not stop_file().exists()
    assert (store.read("tile/0/000.p/6"), store.read(store.CHECKPOINT)) == (tile, note)


@pytest.mark.parametrize("again", [erase_object, lambda _: publish_again()])
def test_an_erasure_that_was_killed_brings_nothing_back(again: Callable[[bytes], object]) -> None:
    make_log(3)
    named = queue_decision({"kind": "moderation", "text": "Madame Dupont"})
    seal(at=NOW)
    publish()
    with no_room_for(object_path(named)):
        erase_object(named)
    with pytest.raises(Damaged, match=f"The published {object_path(named)} differs"):
        scrub()
    again(named)
    assert store.read(object_path(named)) == b""
    assert scrub().erased == 1
