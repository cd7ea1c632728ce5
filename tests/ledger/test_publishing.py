"""What is published is whole, in order, and the same however often its writer was killed."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from ledger import store
from ledger.errors import LogRefuses
from ledger.models import Entry
from ledger.sed1.entries import KeyUse
from ledger.services import proof_of, publish, queue_decision, seal, tally
from ledger.services.guarding import mark_file, read_mark
from ledger.services.publishing import object_path
from ledger.services.signing import active_keys
from ledger.tlog.checkpoints import parse_checkpoint
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.notes import open_note
from ledger.tlog.proofs import verify_inclusion
from ledger.tlog.tiles import bundle_path, decode_bundle, root, tile_path
from tests.factories.ledger import NOW, make_log, make_signers

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process of the publisher ends here."""


def everything() -> dict[str, bytes]:
    """Return every published file, and the mark."""
    folder: Path = store.public_folder().parent
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != ".lock"]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def kill_at(number: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """End the process in the middle of its write `number`, from 0; return what was written."""
    written: list[str] = []
    replace = os.replace

    def write(beside: Path, file: Path) -> Path:
        if len(written) == number:
            raise Killed
        replace(beside, file)
        written.append(file.name)
        return file

    monkeypatch.setattr(Path, "replace", write)
    return written


def test_what_is_published_leads_to_the_signed_root() -> None:
    make_log(300)
    note = store.published_note()
    assert note
    keys = [key.verifier for key in active_keys(KeyUse.CHECKPOINT)]
    checkpoint = parse_checkpoint(open_note(note, keys).text)
    assert checkpoint.size == 303
    assert root(store.read_tile, size=303) == checkpoint.root
    bodies = [bytes(body) for body in Entry.objects.sealed().values_list("body", flat=True)]
    bundles = [store.read(bundle_path(0)), store.read(bundle_path(1, 47))]
    assert [body for bundle in bundles for body in decode_bundle(bundle or b"")] == bodies
    assert store.read_tile(0, 0) == b"".join(map(leaf_hash, bodies[:256]))


def test_a_log_published_in_parts_is_the_same_as_one_published_at_once(
    settings: Settings, tmp_path: Path
) -> None:
    for number in (1, 253, 2, 256, 300, 10):
        make_log(number)
    in_parts = everything()
    settings.LEDGER_DIR = tmp_path / "at-once"
    # The mark of a log without a history is that of its beginning.
    mark_file().parent.mkdir()
    mark_file().write_bytes(in_parts["high-water-mark"])
    publish()
    assert everything() == in_parts


def test_killed_before_any_write_it_begins_again_and_writes_the_same_bytes(
    settings: Settings, tmp_path: Path
) -> None:
    make_signers(30)
    queue_decision({"kind": "moderation"})
    seal(at=NOW)
    tally(at=NOW)
    seal(at=NOW)
    begun = everything()
    publish()
    whole = everything()
    count = 0
    while True:
        settings.LEDGER_DIR = tmp_path / f"killed-{count}"
        mark_file().parent.mkdir()
        mark_file().write_bytes(begun["high-water-mark"])
        with pytest.MonkeyPatch.context() as patch:
            written = kill_at(count, patch)
            try:
                publish()
                break
            except Killed:
                count += 1
        assert "checkpoint" not in written
        assert publish() == 35
        assert everything() == whole
    # The mark, a bundle, a tile, two objects, the figures, and then the checkpoint.
    assert count == 7
    assert (written[0], written[-1]) == ("high-water-mark", "checkpoint")


def test_the_mark_is_on_the_disk_before_anything_is_signed(
    settings: Settings, tmp_path: Path
) -> None:
    make_log(1)
    make_signers(1)
    seal(at=NOW)
    settings.KEYS_DIR = tmp_path / "lost"
    with pytest.raises(LogRefuses):
        publish()
    mark, published = read_mark(), store.published_checkpoint()
    assert mark
    assert published
    assert (mark.size, published.size) == (5, 4)


def test_a_wider_tile_that_was_never_signed_gives_way() -> None:
    make_log(1)
    tile, bundle = store.read(tile_path(0, 0, 4)), store.read(bundle_path(0, 4))
    assert tile
    assert bundle
    store.write(tile_path(0, 0, 200), tile + bytes(196 * 32))
    store.write(bundle_path(0), bundle + bytes(252 * 2))
    make_log(1)
    assert store.widest(tile_path(0, 0), at_least=1) == (store.read(tile_path(0, 0, 5)), 5)
    assert store.widest(bundle_path(0), at_least=1) == (store.read(bundle_path(0, 5)), 5)


def test_one_publisher_works_at_a_time() -> None:
    make_log(1)
    make_signers(1)
    seal(at=NOW)
    with (store.public_folder().parent / ".lock").open("w") as rival:
        fcntl.flock(rival, fcntl.LOCK_EX)
        assert publish() == 0
    assert publish() == 5


def test_only_entries_that_lead_to_the_signed_root_are_published(
    change_row: Callable[[str], None],
) -> None:
    make_log(1)
    make_signers(1)
    seal(at=NOW)
    note = store.published_note()
    change_row("UPDATE ledger_entry SET body = sha256(body) WHERE index = 4")
    with pytest.raises(LogRefuses, match="do not lead to its own root at size 5"):
        publish()
    assert store.published_note() == note


def test_a_published_tile_that_was_damaged_is_not_built_upon() -> None:
    make_log(1)
    path = tile_path(0, 0, 4)
    content = store.read(path)
    assert content
    store.write(path, content[:-1] + bytes([content[-1] ^ 1]))
    make_signers(1)
    seal(at=NOW)
    with pytest.raises(LogRefuses):
        publish()


def test_a_lost_folder_is_published_again_from_the_database() -> None:
    make_log(300)
    whole = everything()
    for path in whole:
        if path.startswith("public"):
            (store.public_folder().parent / path).unlink()
    assert publish() == 303
    assert everything() == whole


def test_a_receipt_is_proven_by_the_published_files() -> None:
    signers = make_log(300)
    checkpoint = store.published_checkpoint()
    proof = proof_of(signers[7].commitment)
    assert checkpoint
    assert proof
    entry = Entry.objects.get(commitment=signers[7].commitment)
    verify_inclusion(
        index=proof.index,
        size=checkpoint.size,
        leaf=leaf_hash(bytes(entry.body)),
        proof=list(proof.hashes),
        root=checkpoint.root,
    )


def test_a_receipt_holds_the_checkpoint_that_it_was_proven_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signers = make_log(10)
    read = Path.read_bytes

    def read_then_publish(file: Path) -> bytes:
        content = read(file)
        if file.name == store.CHECKPOINT:
            monkeypatch.undo()
            make_log(30)
        return content

    monkeypatch.setattr(Path, "read_bytes", read_then_publish)
    proof = proof_of(signers[7].commitment)
    assert proof
    named = store.checkpoint_of(proof.checkpoint)
    entry = Entry.objects.get(commitment=signers[7].commitment)
    leaf = leaf_hash(bytes(entry.body))
    hashes = list(proof.hashes)
    verify_inclusion(index=proof.index, size=named.size, leaf=leaf, proof=hashes, root=named.root)


def test_an_object_is_published_with_its_entry() -> None:
    named = queue_decision({"kind": "moderation"})
    seal(at=NOW)
    assert store.read(object_path(named)) is None
    publish()
    content = store.read(object_path(named))
    assert content
    assert b'"kind":"moderation"' in content


def test_many_objects_are_published_a_few_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ledger.services.publishing.NAMED_AT_ONCE", 2)
    named = [queue_decision({"kind": "moderation"}) for _ in range(5)]
    seal(at=NOW)
    with CaptureQueriesContext(connection) as asked:
        publish()
    assert all(store.read(object_path(each)) for each in named)
    assert len([each for each in asked if "ledger_logobject" in each["sql"]]) == 3


def test_rows_that_changed_since_they_were_published_are_never_published_again() -> None:
    make_log(3)
    make_signers(1)
    seal(at=NOW)
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledger_entry SET body = set_byte(body, 38, 0) WHERE index = 4")
        cursor.execute("SET session_replication_role = DEFAULT")
    with pytest.raises(LogRefuses):
        publish()
    changed = {path for path, content in everything().items() if before.get(path) != content}
    assert changed == {"high-water-mark"}
