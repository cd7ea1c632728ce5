"""Any bit that changes, wherever the log is stored, is found, and stops the log."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from ledger import periodic, store
from ledger.errors import Damaged, LogRefuses
from ledger.models import SealedCount
from ledger.sed1.entries import KeyUse
from ledger.services import (
    publish,
    publish_again,
    queue_closing,
    queue_decision,
    queue_fact,
    scrub,
    seal,
    tally,
)
from ledger.services.guarding import lift_stop, stop_file
from ledger.services.signing import begin_key, end_key
from tests.factories.ledger import NOW, PETITION, Signer, make_log, make_signers, withdraw

pytestmark = pytest.mark.django_db

type Change = Callable[..., int]


def make_full_log() -> list[Signer]:
    """Seal and publish a log with every kind of entry, over two bundles and several groups."""
    first = begin_key(KeyUse.CHECKPOINT)
    signers = make_log(200)
    queue_decision({"kind": "moderation"})
    queue_fact({"what": "cost"})
    make_signers(12, 8, area="75")
    seal(at=NOW)
    tally(at=NOW)
    for signer in signers[:15]:
        withdraw(signer)
    begin_key(KeyUse.CHECKPOINT)
    make_log(90)
    end_key(KeyUse.CHECKPOINT, first.verifier)
    queue_closing(petition=8)
    seal(at=NOW)
    publish()
    return signers


def test_a_whole_log_is_found_whole() -> None:
    make_full_log()
    told: list[tuple[int, int]] = []
    found = scrub(progress=lambda *at: told.append(at))
    assert (found.size, found.published, found.erased, found.faults) == (328, 328, 0, ())
    assert told == [(328, 328)]


def test_an_empty_log_is_whole() -> None:
    assert scrub().size == 0


def test_entries_that_are_not_published_yet_are_checked_too(change_row: Change) -> None:
    make_log(3)
    make_signers(2)
    seal(at=NOW)
    assert (scrub().size, scrub().published) == (8, 6)
    change_row("UPDATE ledger_entry SET body = sha256(body) WHERE index = 7")
    with pytest.raises(Damaged):
        scrub()


@contextmanager
def undone() -> Iterator[None]:
    """Take back, after the block, what it changed in the files and in the database."""
    files = [file for file in store.public_folder().parent.rglob("*") if file.is_file()]
    whole = {file: file.read_bytes() for file in files}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    lift_stop()
    for file, content in whole.items():
        store.write_file(file, content)


def flip_file(pattern: str, chance: random.Random, _: Change) -> str:
    """Flip one bit of one published file; return where."""
    found = store.public_folder().parent.glob(pattern)
    file = chance.choice(sorted(each for each in found if each.is_file()))
    content = bytearray(file.read_bytes())
    place = chance.randrange(len(content) * 8)
    content[place // 8] ^= 1 << place % 8
    file.write_bytes(content)
    return f"{file}, bit {place}"


def flip_row(table: str, column: str, chance: random.Random, change_row: Change) -> str:
    """Flip one bit of one column of one row; return where."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text, length({column}) FROM {table} ORDER BY {column}")  # noqa: S608
        row, length = chance.choice(cursor.fetchall())
    place = chance.randrange(length * 8)
    changed = f"{column} = set_bit({column}, {place}, 1 - get_bit({column}, {place}))"
    assert change_row(f"UPDATE {table} SET {changed} WHERE ctid = %s::tid", row) == 1  # noqa: S608
    return f"{table}.{column} {row}, bit {place}"


STORED = (
    partial(flip_file, "public/tile/[0-9]/**/[0-9]*"),
    partial(flip_file, "public/tile/entries/**/[0-9]*"),
    partial(flip_file, "public/checkpoint"),
    partial(flip_file, "public/objet/*.json"),
    partial(flip_file, "public/ventilation/*/*.txt"),
    partial(flip_file, "high-water-mark"),
    partial(flip_row, "ledger_tile", "hashes"),
    partial(flip_row, "ledger_entry", "body"),
    partial(flip_row, "ledger_checkpoint", "root"),
    partial(flip_row, "ledger_logobject", "body"),
    partial(flip_row, "ledger_tallyfile", "body"),
)


def test_a_hundred_flipped_bits_are_all_found_and_nothing_is_signed_afterwards(
    change_row: Change,
) -> None:
    make_full_log()
    chance = random.Random(20_220_305)  # noqa: S311  (the same bits at each run)
    missed = []
    for number in range(100):
        with undone():
            where = STORED[number % len(STORED)](chance, change_row)
            note = store.read(store.CHECKPOINT)
            try:
                scrub()
                missed.append(where)
            except Damaged:
                make_signers(1)
                with pytest.raises(LogRefuses):
                    seal(at=NOW)
                with pytest.raises(LogRefuses):
                    publish()
            assert store.read(store.CHECKPOINT) == note
    assert missed == []
    assert scrub().size == 328


def lose_entry(change_row: Change) -> None:
    change_row("DELETE FROM ledger_entry WHERE index = 5")


def swap_entries(change_row: Change) -> None:
    change_row("UPDATE ledger_entry SET index = 9999 WHERE index = 5")
    change_row("UPDATE ledger_entry SET index = 5 WHERE index = 6")
    change_row("UPDATE ledger_entry SET index = 6 WHERE index = 9999")


def lose_tile(change_row: Change) -> None:
    change_row("DELETE FROM ledger_tile WHERE level = 1")


def lose_object(change_row: Change) -> None:
    change_row("DELETE FROM ledger_logobject")


def lose_figures(change_row: Change) -> None:
    change_row("DELETE FROM ledger_tallyfile")


def change_commitment(change_row: Change) -> None:
    change_row("UPDATE ledger_entry SET commitment = sha256(commitment) WHERE index = 99")


def change_removal(change_row: Change) -> None:
    change_row("UPDATE ledger_entry SET removes = sha256(removes) WHERE kind = 2")


def change_petition(change_row: Change) -> None:
    change_row("UPDATE ledger_entry SET petition = 8 WHERE index = 99")


def change_count(change_row: Change) -> None:
    change_row("UPDATE ledger_sealedcount SET online = online + 1 WHERE petition = 7")


def change_count_at_closing(change_row: Change) -> None:
    change_row("UPDATE ledger_sealedcount SET online_at_closing = 11 WHERE petition = 8")


def change_cell(change_row: Change) -> None:
    change_row("UPDATE ledger_tallycell SET held = held + 10")


def lose_cell(change_row: Change) -> None:
    change_row("DELETE FROM ledger_tallycell")


def lose_published_tile(_: Change) -> None:
    store.erase("tile/0/000")


def lose_published_objects(_: Change) -> None:
    shutil.rmtree(store.public_folder() / "objet")


def go_back_to_a_signature_by_one_key(_: Change) -> None:
    note = (store.read(store.CHECKPOINT) or b"").decode()
    store.write(store.CHECKPOINT, note.rpartition("—")[0].encode())


HARMS = (
    lose_entry,
    swap_entries,
    lose_tile,
    lose_object,
    lose_figures,
    change_commitment,
    change_removal,
    change_petition,
    change_count,
    change_count_at_closing,
    change_cell,
    lose_cell,
    lose_published_tile,
    lose_published_objects,
    go_back_to_a_signature_by_one_key,
)


def test_what_is_lost_or_says_something_else_is_found(change_row: Change) -> None:
    make_full_log()
    missed = []
    for harm in HARMS:
        with undone():
            harm(change_row)
            try:
                scrub()
                missed.append(harm.__name__)
            except Damaged:
                assert stop_file().exists()
    assert missed == []


def test_all_is_well_again_once_a_scrub_passes(change_row: Change) -> None:
    make_log(3)
    change_row("UPDATE ledger_sealedcount SET online = 4")
    with pytest.raises(CommandError, match="Petition 7 does not show the 3 signatures"):
        call_command("ledger_scrub")
    change_row("UPDATE ledger_sealedcount SET online = 3")
    call_command("ledger_scrub")
    assert not stop_file().exists()
    make_log(1)


def test_damaged_files_are_written_again_from_a_whole_database() -> None:
    make_full_log()
    note = store.read(store.CHECKPOINT)
    tile = store.read("tile/0/000")
    store.write("tile/0/000", bytes(8192))
    store.write(store.CHECKPOINT, b"?")
    with pytest.raises(Damaged):
        scrub()
    call_command("ledger_scrub", "--republish")
    assert (store.read(store.CHECKPOINT), store.read("tile/0/000")) == (note, tile)


def test_whole_files_are_not_written_over_from_a_damaged_database(change_row: Change) -> None:
    make_full_log()
    change_row("UPDATE ledger_entry SET body = sha256(body) WHERE index = 7")
    bundle = store.read("tile/entries/000")
    with pytest.raises(Damaged):
        publish_again()
    assert store.read("tile/entries/000") == bundle
    assert store.read(store.CHECKPOINT)


def test_the_clock_asks_every_night_and_damage_is_no_crash(change_row: Change) -> None:
    make_log(3)
    assert periodic.scrub() == 6
    change_row("UPDATE ledger_sealedcount SET online = 4")
    assert periodic.scrub() == 0
    assert stop_file().read_text().startswith("Petition 7 does not show")


def test_an_entry_that_counts_as_nothing_is_told_and_stops_nothing() -> None:
    make_log(3)
    queue_closing(petition=PETITION)
    seal(at=NOW)
    make_signers(1)
    seal(at=NOW)
    SealedCount.objects.update(online=3)
    assert [fault.index for fault in scrub().faults] == [7]
    make_signers(1, PETITION + 1)
    assert seal(at=NOW) == 2
