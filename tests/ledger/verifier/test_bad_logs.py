"""Whatever a stranger serves as a log, the verifier answers one clear sentence and status 1."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.notes import sign_note
from ledger.verifier.command import main
from tests.ledger.verifier.sentences import one_sentence
from tests.ledger.verifier.written_log import KEY, ORIGIN, SEED, WrittenLog, log_of, signature


@pytest.fixture
def log(tmp_path: Path) -> WrittenLog:
    return log_of(tmp_path / "log", range(300))


def remove(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def rewrite(path: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def rewritten(folder: Path) -> None:
        file = folder / path
        file.write_bytes(change(file.read_bytes()))

    return rewritten


def checkpoint_of(size: int) -> Callable[[bytes], bytes]:
    text = Checkpoint(ORIGIN, size, bytes(32)).text()
    return lambda data: sign_note(text, name=ORIGIN, seed=SEED).encode()


LOGS: dict[str, Callable[[Path], None]] = {
    "no checkpoint": remove("checkpoint"),
    "empty checkpoint": rewrite("checkpoint", lambda data: b""),
    "a checkpoint that is no text": rewrite("checkpoint", lambda data: b"\xff"),
    "a huge checkpoint": rewrite("checkpoint", lambda data: data + b"x" * 2**17),
    "a checkpoint signed by another": rewrite("checkpoint", lambda data: data[:-8] + b"AAAAAA==\n"),
    "a checkpoint of an absurd size": rewrite("checkpoint", checkpoint_of(2**62)),
    "a checkpoint of another root": rewrite("checkpoint", checkpoint_of(301)),
    "no bundle": remove("tile/entries/000"),
    "an empty bundle": rewrite("tile/entries/000", lambda data: b""),
    "a cut bundle": rewrite("tile/entries/000", lambda data: data[:-1]),
    "a bundle without its last entry": rewrite("tile/entries/000", lambda data: data[:-41]),
    "a bundle with one entry more": rewrite("tile/entries/000", lambda data: data + b"\0\1x"),
    "a partial bundle with one entry more": rewrite(
        "tile/entries/001.p/45", lambda data: data + b"\0\1x"
    ),
    "a changed bundle": rewrite("tile/entries/000", lambda data: data[:-1] + b"x"),
    "a huge bundle": rewrite("tile/entries/000", lambda data: data + bytes(2**21)),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_spoilt_log_is_one_sentence(
    log: WrittenLog, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    log.publish()
    LOGS[name](log.folder)
    assert main(["recount", "--log", str(log.folder), "--key", str(KEY)]) == 1
    one_sentence(capsys)


TILES: dict[str, Callable[[Path], None]] = {
    "no tile": remove("tile/0/000"),
    "an empty tile": rewrite("tile/0/000", lambda data: b""),
    "a cut tile": rewrite("tile/0/000", lambda data: data[:-1]),
    "a tile without its last hash": rewrite("tile/0/000", lambda data: data[:-32]),
    "a long tile": rewrite("tile/0/000", lambda data: data + bytes(32)),
    "a changed tile": rewrite("tile/0/000", lambda data: bytes(32) + data[32:]),
    "a huge tile": rewrite("tile/0/000", lambda data: data + bytes(2**20)),
    "no upper tile": remove("tile/1/000.p/1"),
    "no partial tile": remove("tile/0/001.p/145"),
}


@pytest.mark.parametrize("name", TILES)
def test_a_spoilt_tile_is_one_sentence(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text(log_of(tmp_path / "short", range(99)).publish())
    log.add(*map(signature, range(300, 400)))
    new.write_text(log.publish())
    TILES[name](log.folder)
    place = ["--log", str(log.folder), "--key", str(KEY)]
    assert main(["consistency", str(old), str(new), *place]) == 1
    one_sentence(capsys)


@pytest.mark.parametrize(
    "place", ["nowhere", "http://", "https://[::1", "http://a b/", "http://x:99999/", "ftp://x/"]
)
def test_a_log_that_is_nowhere_is_one_sentence(
    capsys: pytest.CaptureFixture[str], place: str
) -> None:
    assert main(["recount", "--log", place, "--key", str(KEY)]) == 1
    one_sentence(capsys)
