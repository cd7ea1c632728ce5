"""Witnesses cosign a log that only grows, remember it, and the log does well without them."""

import json
import socket
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest
import requests

from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT
from ledger.tlog.notes import add_signature, open_note, sign_note
from ledger.tlog.texts import encode_base64
from ledger.witness.judging import Verdict, Witness
from ledger.witness.keeping import Memory
from ledger.witness.serving import WitnessServer
from tests.ledger.hired_witnesses import NOW, Hire, hiring, note_of, proof, serving
from tests.ledger.verifier.written_log import KEY, ORIGIN, SEED, WrittenLog, log_of, signature


@pytest.fixture
def log(tmp_path: Path) -> WrittenLog:
    return log_of(tmp_path / "log", range(40))


@pytest.fixture
def hire(tmp_path: Path) -> Iterator[Hire]:
    with hiring(tmp_path) as hire:
        yield hire


@pytest.fixture
def witness(hire: Hire) -> Witness:
    return hire("ada")


def ask(
    witness: Witness, note: str, *, old: int = 0, proof: Sequence[bytes] = ()
) -> tuple[int, str]:
    lines = [f"old {old}", *map(encode_base64, proof), "", note]
    verdict = witness.judge("\n".join(lines).encode())
    return verdict.status, verdict.body


def ask_growth(witness: Witness, log: WrittenLog, *, old: int) -> tuple[int, str]:
    return ask(witness, note_of(log), old=old, proof=proof(log, old))


def test_a_witness_dates_and_signs_what_only_grew(log: WrittenLog, witness: Witness) -> None:
    ask_growth(witness, log, old=0)
    log.add(*map(signature, range(40, 300)))
    status, line = ask_growth(witness, log, old=41)
    assert status == 200
    opened = open_note(add_signature(note_of(log), line), [KEY, witness.key])
    assert opened.times == {witness.key: NOW}


def test_a_witness_signs_the_same_state_again(log: WrittenLog, witness: Witness) -> None:
    assert ask_growth(witness, log, old=0)[0] == 200
    assert ask_growth(witness, log, old=41)[0] == 200


def test_a_restarted_witness_remembers(log: WrittenLog, witness: Witness, hire: Hire) -> None:
    ask_growth(witness, log, old=0)
    witness.close()
    assert ask_growth(hire("ada"), log, old=0) == (409, "41\n")


def test_two_histories_are_never_both_signed(
    log: WrittenLog, witness: Witness, tmp_path: Path
) -> None:
    other = log_of(tmp_path / "other", range(1, 80))
    ask_growth(witness, log, old=0)
    assert ask(witness, note_of(log_of(tmp_path / "same size", range(1, 41))), old=41)[0] == 422
    assert ask_growth(witness, other, old=41)[0] == 422
    assert ask(witness, note_of(log), old=41)[0] == 200


def size_zero(root: bytes) -> str:
    return sign_note(Checkpoint(ORIGIN, 0, root).text(), name=ORIGIN, seed=SEED)


def test_the_empty_log_has_one_root(witness: Witness) -> None:
    assert ask(witness, size_zero(bytes(32)))[0] == 422
    assert ask(witness, size_zero(EMPTY_ROOT))[0] == 200


def test_the_first_state_takes_no_proof(log: WrittenLog, witness: Witness) -> None:
    assert ask(witness, note_of(log), proof=[bytes(32)])[0] == 422


def test_a_wrong_proof_is_refused(log: WrittenLog, witness: Witness) -> None:
    ask_growth(witness, log, old=0)
    log.add(signature(100))
    right = proof(log, 41)
    for wrong in ([], right[:-1], [*right, bytes(32)], [bytes(32), *right[1:]]):
        assert ask(witness, note_of(log), old=41, proof=wrong)[0] == 422
    assert ask(witness, note_of(log), old=41, proof=right)[0] == 200


def test_an_unknown_log_is_not_found(witness: Witness) -> None:
    note = sign_note(Checkpoint("x.example", 0, EMPTY_ROOT).text(), name="x.example", seed=SEED)
    assert ask(witness, note)[0] == 404


@pytest.mark.parametrize(
    "note",
    [
        sign_note(Checkpoint(ORIGIN, 0, EMPTY_ROOT).text(), name=ORIGIN, seed=bytes(32)),
        size_zero(EMPTY_ROOT).replace("\n0\n", "\n00\n").replace("\n00\n", "\n1\n"),
    ],
)
def test_what_the_log_did_not_sign_is_forbidden(witness: Witness, note: str) -> None:
    assert ask(witness, note)[0] == 403


EMPTY = size_zero(EMPTY_ROOT)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "old 0\n",
        f"old 0\n{EMPTY}",
        f"old 0\n\n{EMPTY}\n",
        f"old 0\n\n{EMPTY[:-1]}",
        f"old 0\r\n\r\n{EMPTY}",
        f"old 00\n\n{EMPTY}",
        f"old -1\n\n{EMPTY}",
        f"old +0\n\n{EMPTY}",
        f"old {2**64}\n\n{EMPTY}",
        f"old 1\n\n{EMPTY}",
        f"new 0\n\n{EMPTY}",
        f"old 0\nAAAA\n\n{EMPTY}",
        f"old 0\n{'A' * 43}=\n\n{EMPTY}".replace("A=", "B="),
        f"old 0\n{(encode_base64(bytes(32)) + chr(10)) * 64}\n{EMPTY}",
        f"old 0\n\n{EMPTY}".replace("\n0\n", "\nzero\n"),
        "old 0\n\n\udcff",
    ],
)
def test_a_malformed_question_is_a_bad_request(witness: Witness, body: str) -> None:
    assert witness.judge(body.encode("utf-8", "surrogateescape")).status == 400


def test_only_one_witness_may_use_a_memory(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state")
    with pytest.raises(Invalid, match="Un autre témoin"):
        Memory(tmp_path / "state")
    memory.close()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1}', '{"a": "b"}', "\udcff", "[" * 9999])
def test_a_spoilt_memory_stops_the_witness(tmp_path: Path, content: str) -> None:
    (tmp_path / "state").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(Invalid, match="abîmé"):
        Memory(tmp_path / "state")


def test_a_memory_of_another_log_is_spoilt(log: WrittenLog, tmp_path: Path) -> None:
    (tmp_path / "state").write_text(json.dumps({"x.example": note_of(log)}))
    with pytest.raises(Invalid, match="abîmé"):
        Memory(tmp_path / "state")


def test_what_cannot_be_remembered_is_not_signed(
    log: WrittenLog, witness: Witness, tmp_path: Path
) -> None:
    (tmp_path / "ada.json.nouveau").mkdir()  # as good as a full disk
    body = f"old 0\n\n{note_of(log)}".encode()
    with serving(witness) as url:
        assert requests.post(f"{url}/add-checkpoint", data=body, timeout=5).status_code == 503
    assert witness.shown(sha256(ORIGIN.encode()).hexdigest()).status == 404


def test_a_witness_says_its_size_with_the_right_type(log: WrittenLog, witness: Witness) -> None:
    ask_growth(witness, log, old=0)
    body = f"old 0\n\n{note_of(log)}".encode()
    with serving(witness) as url:
        answer = requests.post(f"{url}/add-checkpoint", data=body, timeout=5)
    assert (answer.status_code, answer.text) == (409, "41\n")
    assert answer.headers["Content-Type"] == "text/x.tlog.size"


def test_a_witness_shows_what_it_signed(log: WrittenLog, witness: Witness) -> None:
    address = f"{sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    with serving(witness) as url:
        assert requests.get(f"{url}/{address}", timeout=5).status_code == 404
        _, line = ask_growth(witness, log, old=0)
        assert requests.get(f"{url}/{address}", timeout=5).content.decode() == (
            add_signature(note_of(log), line)
        )


def test_a_witness_keeps_no_signature_that_it_did_not_check(
    log: WrittenLog, witness: Witness
) -> None:
    note = add_signature(note_of(log), "— x.example AAAAAAAA\n")
    assert ask(witness, note)[0] == 200
    assert "x.example" not in witness.shown(sha256(ORIGIN.encode()).hexdigest()).body


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"POST /add-checkpoint HTTP/1.1\r\n\r\n", 411),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 411),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: \xb2\r\n\r\n", 411),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 65537\r\n\r\n", 413),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 413),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 400),
        (b"POST /elsewhere HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 404),
        (b"GET / HTTP/1.1\r\n\r\n", 404),
        (b"PUT / HTTP/1.1\r\n\r\n", 501),
        (b"\xff\r\n\r\n", 400),
    ],
)
def test_an_odd_request_has_a_status(witness: Witness, sent: bytes, status: int) -> None:
    with serving(witness) as url:
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(sent)
            assert f" {status} ".encode() in connection.recv(4096)


@pytest.mark.parametrize("fault", [ConnectionResetError, TimeoutError, ValueError])
def test_who_asked_is_not_told_when_something_breaks(
    witness: Witness, capsys: pytest.CaptureFixture[str], fault: type[Exception]
) -> None:
    with WitnessServer("127.0.0.1", 0, witness) as server:
        try:
            raise fault
        except fault:
            server.handle_error(None, ("192.0.2.7", 4321))
    said = capsys.readouterr().err
    assert "192.0.2.7" not in said
    assert ("ValueError" in said) == (fault is ValueError)


def test_a_state_never_goes_back_under_a_race(log: WrittenLog, witness: Witness) -> None:
    ask_growth(witness, log, old=0)
    bodies = []
    for number in range(100, 120):
        log.add(signature(number))
        lines = ["old 41", *map(encode_base64, proof(log, 41)), "", note_of(log)]
        bodies.append("\n".join(lines).encode())
    verdicts: list[Verdict] = []
    threads = [
        Thread(target=lambda body=body: verdicts.append(witness.judge(body))) for body in bodies
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.status for each in verdicts) == [200, *[409] * 19]
