"""A checkpoint that only an ended key signed is not believed."""

from hashlib import sha256
from pathlib import Path

import pytest

from ledger.sed1.entries import Key, KeyState, KeyUse
from ledger.tlog.notes import ED25519, VerifierKey, public_of, sign_note
from ledger.verifier.command import main
from tests.ledger.verifier.written_log import KEY, ORIGIN, WrittenLog, address, log_of

NEXT_SEED = sha256(b"the log's next key").digest()
NEXT_KEY = VerifierKey(ORIGIN, ED25519, public_of(NEXT_SEED))


@pytest.fixture
def log(tmp_path: Path) -> WrittenLog:
    log = log_of(tmp_path / "log", range(300))
    log.add(Key(KeyUse.CHECKPOINT, KeyState.BEGINS, KEY.public))
    return log


def end_key(log: WrittenLog) -> None:
    log.add(Key(KeyUse.CHECKPOINT, KeyState.BEGINS, NEXT_KEY.public))
    log.add(Key(KeyUse.CHECKPOINT, KeyState.ENDS, KEY.public))
    log.publish()


@pytest.mark.parametrize("command", ["recount", "receipt", "monitor", "tally"])
@pytest.mark.parametrize("has_ended", [False, True])
def test_only_a_key_in_use_makes_a_checkpoint(
    log: WrittenLog,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    has_ended: bool,
) -> None:
    receipt, state = tmp_path / "recu", tmp_path / "state"
    receipt.write_text(log.receipt(4, 5))
    log.publish()
    if has_ended:
        end_key(log)
    arguments = {
        "recount": [],
        "receipt": [str(receipt), "--address", address(4)],
        "monitor": ["--state", str(state)],
        "tally": ["7"],
    }[command]
    keys = ["--key", str(KEY), "--key", str(NEXT_KEY)]
    assert main([command, *arguments, "--log", str(log.folder), *keys]) == has_ended
    answer = capsys.readouterr()
    assert ("aucune clé encore en service" in answer.out + answer.err) == has_ended
    assert state.exists() == (command == "monitor" and not has_ended)


def test_the_next_key_makes_a_checkpoint(log: WrittenLog) -> None:
    end_key(log)
    note = sign_note(log.checkpoint().text(), name=ORIGIN, seed=NEXT_SEED)
    log.write("checkpoint", note.encode())
    assert main(["recount", "--log", str(log.folder), "--key", str(NEXT_KEY)]) == 0


def test_a_receipt_of_an_ended_key_still_proves_that_it_was_recorded(
    log: WrittenLog, tmp_path: Path
) -> None:
    end_key(log)
    receipt = tmp_path / "recu"
    receipt.write_text(log.receipt(4, 5))
    assert main(["receipt", str(receipt), "--address", address(4), "--key", str(KEY)]) == 0
