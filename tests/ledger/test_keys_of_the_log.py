"""The keys of the log begin and end in the log itself, and overlap between both."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from ledger import store
from ledger.errors import LastKey, LogRefuses, NoSuchKey
from ledger.models import Entry
from ledger.sed1.entries import Key, KeyState, KeyUse, Kind, parse_entry
from ledger.services import Promised, promise, publish, seal
from ledger.services.signing import active_keys, begin_key, end_key, known_verifiers
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import VerifierKey, open_note, parse_note, parse_vkey
from tests.factories.ledger import NOW, make_log

pytestmark = pytest.mark.django_db
CHECKPOINT, PROMISE = KeyUse.CHECKPOINT, KeyUse.PROMISE


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


def signers(*keys: VerifierKey) -> set[VerifierKey]:
    """Return which of `keys` signed the published checkpoint; raise Invalid if none did."""
    return set(open_note(store.published_note() or "", keys).signed_by)


def key_entries() -> list[Key]:
    rows = Entry.objects.sealed().filter(kind=Kind.KEY)
    entries = [parse_entry(bytes(row.body)) for row in rows]
    return [entry for entry in entries if isinstance(entry, Key)]


def promised() -> Promised:
    return promise(petition=7, version=1, commitment=bytes(32), geo=bytes(32), at=NOW)


def keys(*words: str) -> str:
    output = StringIO()
    call_command("ledger_keys", *words, stdout=output)
    return output.getvalue()


def test_during_a_rotation_either_key_verifies_the_checkpoint() -> None:
    make_log(1)
    [old] = active_keys(CHECKPOINT)
    new = begin_key(CHECKPOINT)
    make_log(1)
    assert signers(old.verifier) == {old.verifier}
    assert signers(new.verifier) == {new.verifier}
    assert signers(old.verifier, new.verifier) == {old.verifier, new.verifier}


def test_after_a_rotation_the_new_key_alone_signs() -> None:
    make_log(1)
    [old] = active_keys(CHECKPOINT)
    new = begin_key(CHECKPOINT)
    make_log(1)
    end_key(CHECKPOINT, old.verifier)
    make_log(1)
    assert signers(new.verifier) == {new.verifier}
    with pytest.raises(Invalid):
        signers(old.verifier)


def test_the_log_tells_the_history_of_its_keys() -> None:
    make_log(1)
    [old] = active_keys(CHECKPOINT)
    new = begin_key(CHECKPOINT)
    seal(at=NOW)
    end_key(CHECKPOINT, old.verifier)
    seal(at=NOW)
    assert [(key.use, key.state, key.public) for key in key_entries()[2:]] == [
        (CHECKPOINT, KeyState.BEGINS, new.verifier.public),
        (CHECKPOINT, KeyState.ENDS, old.verifier.public),
    ]


def test_promises_have_keys_of_their_own() -> None:
    make_log(1)
    [key] = active_keys(PROMISE)
    assert promised().key == key.verifier
    assert key.verifier.name == "testserver/registre/promesse"
    assert key.verifier.public not in {each.verifier.public for each in active_keys(CHECKPOINT)}


def test_during_a_rotation_either_key_verifies_a_promise_and_the_oldest_is_shown() -> None:
    make_log(1)
    [old] = active_keys(PROMISE)
    new = begin_key(PROMISE)
    said = promised()
    assert said.key == old.verifier
    assert set(open_note(said.note, [old.verifier, new.verifier]).signed_by) == {
        old.verifier,
        new.verifier,
    }


def test_after_a_rotation_the_new_key_alone_promises(client: Client) -> None:
    make_log(1)
    [old] = active_keys(PROMISE)
    listed = client.get("/registre/cles")
    new = begin_key(PROMISE)
    end_key(PROMISE, old.verifier)
    assert promised().key == new.verifier
    assert len(parse_note(promised().note).signatures) == 1
    assert listed["Cache-Control"] == "public, max-age=1"  # a browser must see the new one


def test_a_promise_made_before_the_log_begins_has_an_announced_key(client: Client) -> None:
    assert "promesse" not in client.get("/registre/cles?before").text
    made = promised()
    assert str(made.key) in client.get("/registre/cles?after").text.splitlines()


def test_the_only_key_does_not_end() -> None:
    make_log(1)
    [only] = active_keys(CHECKPOINT)
    with pytest.raises(LastKey):
        end_key(CHECKPOINT, only.verifier)


def test_a_key_ends_once() -> None:
    make_log(1)
    [old] = active_keys(CHECKPOINT)
    begin_key(CHECKPOINT)
    end_key(CHECKPOINT, old.verifier)
    with pytest.raises(NoSuchKey):
        end_key(CHECKPOINT, old.verifier)


def test_a_lost_key_ends_and_another_begins(settings: Settings) -> None:
    make_log(1)
    [lost] = active_keys(CHECKPOINT)
    shutil.rmtree(settings.KEYS_DIR)
    with pytest.raises(LogRefuses, match="restore KEYS_DIR, or rotate the key"):
        make_log(1)
    new = begin_key(CHECKPOINT)
    end_key(CHECKPOINT, lost.verifier)
    make_log(1)
    assert signers(new.verifier) == {new.verifier}


def test_a_key_is_known_from_its_file_or_from_its_entry(settings: Settings) -> None:
    make_log(1)
    first, second = active_keys(CHECKPOINT)[0], begin_key(CHECKPOINT)
    both = {first.verifier, second.verifier}
    Entry.objects.waiting().delete()
    assert known_verifiers(CHECKPOINT) == both
    begin_key(CHECKPOINT)
    shutil.rmtree(settings.KEYS_DIR)
    assert known_verifiers(CHECKPOINT) == both


def test_an_operator_rotates_a_key_in_three_commands() -> None:
    make_log(1)
    old = str(active_keys(CHECKPOINT)[0].verifier)
    new = keys("begin", "checkpoint").strip()
    assert parse_vkey(new).name == "testserver/registre"
    assert keys("end", old) == "From now on this key signs nothing.\n"
    assert keys("list").splitlines()[:2] == [
        f"checkpoint ended  {old}",
        f"checkpoint signs  {new}",
    ]
    seal(at=NOW)
    assert publish() == 6


def test_an_operator_is_told_what_cannot_be() -> None:
    make_log(1)
    [only] = active_keys(CHECKPOINT)
    for vkey, why in (
        (str(only.verifier), "begin another one first"),
        (str(VerifierKey("x", 1, bytes(32))), "names no such key"),
        ("x", "names no such key"),
    ):
        with pytest.raises(CommandError, match=why):
            keys("end", vkey)
    keys("begin", "checkpoint")
    keys("end", str(only.verifier))
    with pytest.raises(CommandError, match="has ended before"):
        keys("end", str(only.verifier))
