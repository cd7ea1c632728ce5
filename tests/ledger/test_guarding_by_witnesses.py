"""Witnesses keep the log from a second history that its database and its folder would allow."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
from pytest_django import Settings

from ledger import store
from ledger.errors import LogRefuses
from ledger.sed1.entries import KeyUse
from ledger.services import guarding, publish, queue_decision, seal
from ledger.services.guarding import ensure_not_behind
from ledger.services.signing import active_keys, signed
from ledger.tlog.checkpoints import Checkpoint
from ledger.witness.judging import Witness
from ledger.witness.keeping import Memory
from tests import database
from tests.factories.ledger import NOW, make_log
from tests.ledger.hired_witnesses import serving


@pytest.fixture(autouse=True)
def policy(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of the policy, in a process that asked nobody yet."""
    monkeypatch.setattr(guarding, "_asked", WeakKeyDictionary())
    monkeypatch.setattr(guarding, "_unmet", set())
    settings.KEYS_DIR = tmp_path / "keys"
    file = tmp_path / "policy"
    file.write_text("quorum none\n")
    settings.LEDGER_POLICY = str(file)
    return file


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[Witness]:
    """A witness of our log, that saw nothing of it."""
    [key] = active_keys(KeyUse.CHECKPOINT)
    memory = Memory(tmp_path / "ada.json")
    yield Witness(
        name="ada.example", seed=bytes(32), logs=[key.verifier], memory=memory, now=lambda: 1
    )
    memory.close()


@contextmanager
def standing(witness: Witness, policy: Path) -> Iterator[None]:
    """Let the log reach its witness for the block, and nobody there afterwards."""
    with serving(witness) as url:
        policy.write_text(f"witness ada {witness.key} {url}\nquorum none\n")
        yield
    policy.write_text(f"witness ada {witness.key} http://127.0.0.1:9\nquorum none\n")


def show_eight_entries(witness: Witness) -> None:
    note = signed(Checkpoint("testserver/registre", 8, bytes(32)))
    assert witness.judge(f"old 0\n\n{note}".encode()).status == 200


@pytest.mark.django_db(transaction=True)
def test_a_witness_remembers_what_database_and_folder_forgot(
    settings: Settings, tmp_path: Path, ada: Witness, policy: Path
) -> None:
    with standing(ada, policy):
        make_log(3)
        database.back_up()
        shutil.copytree(settings.LEDGER_DIR, tmp_path / "restored")
        make_log(2)
        database.restore()
        settings.LEDGER_DIR = tmp_path / "restored"
        queue_decision({"kind": "moderation"})
        with pytest.raises(LogRefuses, match=r"8 were signed \(witness ada\.example\)"):
            seal(at=NOW)
        with pytest.raises(LogRefuses):
            publish()
    checkpoint = store.published_checkpoint()
    assert checkpoint
    assert checkpoint.size == 6


@pytest.mark.django_db
def test_what_a_witness_showed_once_is_not_forgotten(ada: Witness, policy: Path) -> None:
    make_log(3)
    show_eight_entries(ada)
    guarding._asked.clear()
    with standing(ada, policy), pytest.raises(LogRefuses):
        ensure_not_behind()
    with pytest.raises(LogRefuses, match=r"8 were signed \(witness ada\.example\)"):
        ensure_not_behind()


@pytest.mark.django_db
def test_a_silent_witness_is_asked_again_after_a_while(
    ada: Witness, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing(ada, policy):
        pass
    make_log(3)
    show_eight_entries(ada)
    with standing(ada, policy):
        assert ensure_not_behind().size == 6
        monkeypatch.setattr(guarding, "ASK_AGAIN_SECONDS", 0)
        with pytest.raises(LogRefuses, match="witness ada"):
            ensure_not_behind()


@pytest.mark.django_db
def test_a_witness_that_never_saw_the_log_has_answered(
    ada: Witness, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "ASK_AGAIN_SECONDS", 0)
    with standing(ada, policy):
        ensure_not_behind()
        show_eight_entries(ada)
        assert ensure_not_behind().size == 0
