"""A monitor remembers, compares, and holds the log to its promises."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.sed1.promises import HOUR, Promise
from ledger.tlog.checkpoints import parse_checkpoint
from ledger.tlog.cosignatures import cosign
from ledger.tlog.notes import (
    COSIGNATURE_V1,
    VerifierKey,
    add_signature,
    parse_note,
    public_of,
    sign_note,
)
from ledger.verifier.command import main
from tests.ledger.verifier.written_log import (
    KEY,
    ORIGIN,
    PETITION,
    PROMISE_KEY,
    PROMISE_SEED,
    WrittenLog,
    log_of,
    signature,
    signer,
    who,
)

THIS_HOUR = int(datetime.now(UTC).timestamp()) // HOUR * HOUR
WITNESS_SEED = bytes(range(32))
WITNESS = VerifierKey("temoin.example", COSIGNATURE_V1, public_of(WITNESS_SEED))


@pytest.fixture
def log(tmp_path: Path) -> WrittenLog:
    return log_of(tmp_path / "log", range(300))


def monitor(log: WrittenLog, tmp_path: Path, *options: str) -> int:
    keys = ["--key", str(KEY), "--key", str(PROMISE_KEY)]
    state = ["--state", str(tmp_path / "state")]
    return main(["monitor", "--log", str(log.folder), *state, *keys, *options])


def remembered(tmp_path: Path) -> int:
    return parse_checkpoint(parse_note((tmp_path / "state").read_text()).text).size


def promise(tmp_path: Path, number: int, *, before: int) -> str:
    """Return the file of a promise made to a signer."""
    text = Promise(
        origin=ORIGIN,
        petition=PETITION,
        version=1,
        commitment=signer(number).commitment(who(number)),
        geo=signer(number).geo(who(number)),
        before=before,
    ).text()
    file = tmp_path / "promesse"
    file.write_text(sign_note(text, name=PROMISE_KEY.name, seed=PROMISE_SEED))
    return str(file)


def test_a_log_that_grows_is_remembered_at_each_visit(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.publish()
    assert monitor(log, tmp_path) == 0
    assert remembered(tmp_path) == 301
    log.add(signature(300))
    log.publish()
    assert monitor(log, tmp_path) == 0
    assert remembered(tmp_path) == 302
    assert "Rien n’a été réécrit entre 301 et 302" in capsys.readouterr().out


def test_a_fork_is_said_and_both_histories_are_kept(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.publish()
    monitor(log, tmp_path)
    other = log_of(tmp_path / "other", range(1, 400))
    note = other.publish()
    assert monitor(other, tmp_path) == 1
    assert "ce sont les deux points de contrôle" in capsys.readouterr().out
    assert remembered(tmp_path) == 301
    assert (tmp_path / "state.autre").read_text() == note


def test_a_log_that_shrank_is_a_fork(log: WrittenLog, tmp_path: Path) -> None:
    log.publish()
    monitor(log, tmp_path)
    other = log_of(tmp_path / "other", range(299))
    other.publish()
    assert monitor(other, tmp_path) == 1


def test_an_invalid_new_entry_is_said_at_every_visit(log: WrittenLog, tmp_path: Path) -> None:
    log.add(b"\x01")
    log.publish()
    assert [monitor(log, tmp_path), monitor(log, tmp_path)] == [1, 1]


def test_a_spoilt_state_file_is_one_sentence(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.publish()
    (tmp_path / "state").write_bytes(b"\xff")
    assert monitor(log, tmp_path) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_kept_promise_says_where(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.publish()
    file = promise(tmp_path, 4, before=THIS_HOUR)
    assert monitor(log, tmp_path, "--promise", file) == 0
    assert "✓ Promesse tenue : ligne 5." in capsys.readouterr().out


def test_a_promise_not_due_yet_is_no_fault(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.publish()
    file = promise(tmp_path, 1000, before=THIS_HOUR + 25 * HOUR)
    assert monitor(log, tmp_path, "--promise", file) == 0
    assert "· Promesse pas encore due" in capsys.readouterr().out


def test_a_late_promise_without_witness_is_no_proof(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.publish()
    file = promise(tmp_path, 1000, before=THIS_HOUR)
    assert monitor(log, tmp_path, "--promise", file) == 1
    assert "✗ Promesse en retard" in capsys.readouterr().out


def test_a_promise_is_broken_when_a_quorum_saw_the_log_without_it(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = log.publish()
    text = parse_note(note).text
    line = cosign(text, name=WITNESS.name, seed=WITNESS_SEED, time=THIS_HOUR)
    log.write("checkpoint", add_signature(note, line).encode())
    (tmp_path / "policy").write_text(f"witness t {WITNESS}\nquorum t\n")
    file = promise(tmp_path, 1000, before=THIS_HOUR)
    policy = ["--policy", str(tmp_path / "policy")]
    assert monitor(log, tmp_path, "--promise", file, *policy) == 1
    assert "✗ Promesse rompue" in capsys.readouterr().out


def test_a_promise_that_nobody_signed_is_refused(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.publish()
    file = Path(promise(tmp_path, 4, before=THIS_HOUR))
    file.write_text(file.read_text().replace("petition 7", "petition 8"))
    assert monitor(log, tmp_path, "--promise", str(file)) == 1
    assert "est abîmé ou faux" in capsys.readouterr().err
