"""The log asks its witnesses, gets what it can within two seconds, and never fails for it."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from ledger.services import witnessing
from ledger.services.witnessing import Sightings, cosignatures, told_sizes, witnessed
from ledger.tlog.notes import (
    COSIGNATURE_V1,
    VerifierKey,
    add_signature,
    cosigned_message,
    open_note,
    parse_note,
    public_of,
    sign_bytes,
    sign_note,
    signature_line,
)
from ledger.tlog.policies import Policy, parse_policy
from tests.ledger.hired_witnesses import NOW, Hire, hiring, note_of, proof, serving
from tests.ledger.verifier.written_log import KEY, ORIGIN, WrittenLog, log_of, signature

LIAR_SEED = sha256(b"liar").digest()
LIAR = VerifierKey("liar.example", COSIGNATURE_V1, public_of(LIAR_SEED))


@pytest.fixture(autouse=True)
def nothing_told() -> None:
    witnessing._told.clear()


@pytest.fixture
def log(tmp_path: Path) -> WrittenLog:
    return log_of(tmp_path / "log", range(40))


@pytest.fixture
def hire(tmp_path: Path) -> Iterator[Hire]:
    with hiring(tmp_path) as hire:
        yield hire


def policy_of(urls: dict[VerifierKey, str]) -> Policy:
    lines = [f"witness w{place} {key} {urls[key]}\n" for place, key in enumerate(urls)]
    return parse_policy("".join([*lines, "quorum none\n"]))


def gather(log: WrittenLog, policy: Policy) -> list[str]:
    """Return whose cosignatures the log gets, in order."""
    note = note_of(log)
    lines = cosignatures(
        note, size=len(log.entries), proof_from=lambda old: proof(log, old), policy=policy
    )
    for line in lines:
        note = add_signature(note, line)
    return sorted(key.name for key in open_note(note, [KEY, *policy.witnesses.values()]).signed_by)


@pytest.fixture
def bench(hire: Hire) -> Iterator[Policy]:
    """Return the policy of two witnesses that serve on this machine."""
    ada, bob = hire("ada"), hire("bob")
    with serving(ada) as first, serving(bob) as second:
        yield policy_of({ada.key: first, bob.key: second})


def test_the_log_gets_every_cosignature_as_it_grows(log: WrittenLog, bench: Policy) -> None:
    for number in range(40, 45):
        assert gather(log, bench) == ["ada.example", "bob.example", ORIGIN]
        log.add(signature(number))


def test_a_witness_that_stands_elsewhere_is_asked_again(log: WrittenLog, bench: Policy) -> None:
    gather(log, bench)
    log.add(signature(40))
    witnessing._told.clear()
    assert gather(log, bench) == ["ada.example", "bob.example", ORIGIN]


def test_one_witness_that_refuses_leaves_the_other(
    log: WrittenLog, bench: Policy, tmp_path: Path
) -> None:
    ada, _ = bench.witnesses.values()
    other = log_of(tmp_path / "other", range(1, 30))
    gather(other, policy_of({ada: bench.urls[ada]}))
    assert gather(log, bench) == ["bob.example", ORIGIN]


def test_two_histories_get_no_cosignature(log: WrittenLog, bench: Policy, tmp_path: Path) -> None:
    gather(log, bench)
    assert gather(log_of(tmp_path / "other", range(1, 80)), bench) == [ORIGIN]
    assert gather(log_of(tmp_path / "short", range(1, 30)), bench) == [ORIGIN]
    assert gather(log, bench) == ["ada.example", "bob.example", ORIGIN]


def test_what_a_witness_last_saw_is_known_and_proven(log: WrittenLog, bench: Policy) -> None:
    assert witnessed(log_keys=[KEY], policy=bench) == Sightings(shown=(), silent=frozenset())
    gather(log, bench)
    assert set(told_sizes().values()) == {41}
    shown = witnessed(log_keys=[KEY], policy=bench).shown
    assert {each.checkpoint for each in shown} == {log.checkpoint()}
    assert {each.witness.name for each in shown} == {"ada.example", "bob.example"}


def test_a_restored_log_learns_how_far_it_was_witnessed(
    log: WrittenLog, bench: Policy, tmp_path: Path
) -> None:
    gather(log, bench)
    witnessing._told.clear()
    gather(log_of(tmp_path / "restored", range(20)), bench)
    assert set(told_sizes().values()) == {41}


def test_a_log_without_policy_asks_nobody(log: WrittenLog) -> None:
    assert cosignatures(note_of(log), size=41, proof_from=lambda old: proof(log, old)) == []


@contextmanager
def odd_witness(reply: bytes, *, every: float | None = None) -> Iterator[str]:
    """Send `reply` to whoever connects, whole, or a byte every so many seconds; then hang up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=answer_oddly, args=(listener, reply, every), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def answer_oddly(listener: socket.socket, reply: bytes, every: float | None) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:  # the test is over
            return
        with connection:
            connection.recv(2**16)
            for byte in reply if every else b"":
                connection.sendall(bytes([byte]))
                time.sleep(every or 0)
            connection.sendall(b"" if every else reply)


def http(status: str, body: str) -> bytes:
    data = body.encode("utf-8", "surrogateescape")
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


def line_over(text: str, *, seed: bytes = LIAR_SEED, at: int = NOW) -> str:
    """Return the line of a cosigner that signs whatever it likes."""
    signature = sign_bytes(cosigned_message(text, time=at), seed=seed)
    return signature_line(LIAR.name, LIAR.key_id, at.to_bytes(8) + signature)


ODD_REPLIES: dict[str, Callable[[str], bytes]] = {
    "nothing": lambda note: b"",
    "no HTTP": lambda note: b"hello\r\n",
    "an error": lambda note: http("500 No", "no"),
    "a redirection": lambda note: b"HTTP/1.1 302 No\r\nLocation: file:///etc/passwd\r\n\r\n",
    "an empty answer": lambda note: http("200 OK", ""),
    "what is no text": lambda note: http("200 OK", "\udcff"),
    "another key": lambda note: http("200 OK", line_over(text_of(note), seed=bytes(32))),
    "no date": lambda note: http("200 OK", line_over(text_of(note), at=0)),
    "a wrong signature": lambda note: http("200 OK", line_over("another\n")),
    "another text": lambda note: http("200 OK", "\n" + line_over(note)),
    "two lines, one wrong": lambda note: http(
        "200 OK", line_over(text_of(note)) + line_over("another\n")
    ),
    "a huge answer": lambda note: http("200 OK", line_over(text_of(note)) * 1000),
    "a size that is none": lambda note: http("409 Conflict", "many\n"),
    "an absurd size": lambda note: http("409 Conflict", f"{2**70}\n"),
    "a larger size": lambda note: http("409 Conflict", "1000\n"),
    "a smaller size, again and again": lambda note: http("409 Conflict", "7\n"),
    "the size that it was asked from": lambda note: http("409 Conflict", "0\n"),
}


def text_of(note: str) -> str:
    return parse_note(note).text


@pytest.mark.parametrize("name", ODD_REPLIES)
def test_an_odd_witness_is_left_out(log: WrittenLog, hire: Hire, name: str) -> None:
    bob = hire("bob")
    with odd_witness(ODD_REPLIES[name](note_of(log))) as odd, serving(bob) as url:
        policy = policy_of({LIAR: odd, bob.key: url})
        assert gather(log, policy) == ["bob.example", ORIGIN]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "ftp://x.example", "http://[", "x"])
def test_a_witness_that_is_nowhere_is_left_out(log: WrittenLog, hire: Hire, url: str) -> None:
    bob = hire("bob")
    with serving(bob) as place:
        assert gather(log, policy_of({LIAR: url, bob.key: place})) == ["bob.example", ORIGIN]


def test_a_slow_witness_costs_two_seconds_and_is_not_asked_again_meanwhile(
    log: WrittenLog, hire: Hire
) -> None:
    bob, begun = hire("bob"), time.monotonic()
    with odd_witness(bytes(60), every=0.1) as slow, serving(bob) as url:
        policy = policy_of({LIAR: slow, bob.key: url})
        assert gather(log, policy) == ["bob.example", ORIGIN]
        assert time.monotonic() - begun < 3
        begun = time.monotonic()
        assert gather(log, policy) == ["bob.example", ORIGIN]
        assert time.monotonic() - begun < 1


def test_a_witness_cannot_raise_the_mark_by_lying(log: WrittenLog) -> None:
    larger = log.checkpoint().text().replace("\n41\n", "\n1000\n")
    unsigned = sign_note(larger, name=ORIGIN, seed=bytes(32)) + line_over(larger)
    for note in (unsigned, note_of(log), f"{larger}\n", "\udcff"):
        with odd_witness(http("200 OK", note)) as url:
            sightings = witnessed(log_keys=[KEY], policy=policy_of({LIAR: url}))
            assert not sightings.shown
            assert sightings.silent == {LIAR}
