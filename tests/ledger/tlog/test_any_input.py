"""Whatever bytes arrive, a reader answers the one value they write, or `Invalid`, never else."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.cosignatures import cosign
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import (
    COSIGNATURE_V1,
    VerifierKey,
    add_signature,
    open_note,
    parse_note,
    parse_vkey,
    public_of,
    sign_note,
)
from ledger.tlog.policies import parse_policy
from ledger.tlog.texts import decode_base64, decode_hash, decode_number, encode_base64
from ledger.tlog.tlog_proofs import TlogProof, parse_tlog_proof
from tests.ledger.tlog import reference

SEED = b"\x01" * 32
WITNESS = VerifierKey("w.example", COSIGNATURE_V1, public_of(SEED))
CHECKPOINT = Checkpoint("example.org/registre", 12, reference.subtree(0, 12)).text()
NOTE = add_signature(
    sign_note(CHECKPOINT, name="example.org/registre", seed=SEED),
    cosign(CHECKPOINT, name=WITNESS.name, seed=SEED, time=1_790_000_000),
)
PROOF = TlogProof(3, tuple(reference.inclusion(3, 0, 12)), NOTE, b"abc").text()
POLICY = f"witness w {WITNESS} https://w.example\ngroup g 1 w\nquorum g\n"

# Each reader: a valid text, and how to read a text and write back what was read.
READERS: dict[str, tuple[str, Callable[[str], str]]] = {
    "note": (NOTE, lambda text: parse_note(text).note()),
    "checkpoint": (CHECKPOINT, lambda text: parse_checkpoint(text).text()),
    "proof": (PROOF, lambda text: parse_tlog_proof(text).text()),
    "key": (str(WITNESS), lambda text: str(parse_vkey(text))),
    "number": ("1790000000", lambda text: str(decode_number(text))),
    "base64": ("YWI=", lambda text: encode_base64(decode_base64(text))),
    "hash": (encode_base64(reference.LEAVES[0]), lambda text: encode_base64(decode_hash(text))),
    "policy": (POLICY, lambda text: (parse_policy(text), text)[1]),  # Has no way back.
}
STRAY = ["", "\n", "\n\n", "\r", "\t", " ", "+", "=", "A", "—", "0", "1", "é", "\u00a0", "\u2028"]
STRAY += ["\x00", "\x7f", "\ud800", "— a MTIzNDU=\n", "extra YQ==\n", "index 1\n"]


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """Return a valid text with a few places cut out, repeated, or replaced."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 1, 2, 60])))
        middle = draw(
            st.one_of(st.sampled_from(STRAY), st.just(text[start:end] * 2), st.text(max_size=3))
        )
        text = text[:start] + middle + text[end:]
    return text


def check(name: str, text: str) -> None:
    written, refusal = None, ""
    try:
        written = READERS[name][1](text)
    except Invalid as error:
        refusal = str(error)
    assert written == text or refusal.endswith(".")


@pytest.mark.parametrize("name", READERS)
def test_a_valid_text_is_read_and_written_back(name: str) -> None:
    valid, read_and_write = READERS[name]
    assert read_and_write(valid) == valid


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_bent_text_is_refused_or_written_back(name: str, data: st.DataObject) -> None:
    check(name, data.draw(mutated(READERS[name][0])))


@pytest.mark.long
@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@settings(max_examples=1_500, deadline=None)
def test_many_bent_texts_are_refused_or_written_back(name: str, data: st.DataObject) -> None:
    check(name, data.draw(mutated(READERS[name][0])))


@pytest.mark.parametrize("name", READERS)
@given(text=st.text(st.characters(exclude_categories=[])))
@settings(max_examples=30, deadline=None)
def test_any_text_is_refused_or_written_back(name: str, text: str) -> None:
    check(name, text)


@given(data=st.one_of(st.binary(), st.binary(max_size=4).map(lambda head: head + NOTE.encode())))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_refused_or_written_back(data: bytes) -> None:
    readers: list[Callable[[bytes], str]] = [
        lambda given: parse_note(given).note(),
        lambda given: parse_tlog_proof(given).text(),
    ]
    for read_and_write in readers:
        try:
            written = read_and_write(data)
        except Invalid:
            continue
        assert written.encode() == data


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_bent_note_opens_with_the_signed_text_or_not_at_all(data: st.DataObject) -> None:
    bent = data.draw(mutated(NOTE))
    try:
        opened = open_note(bent, [WITNESS])
    except Invalid:
        return
    assert opened.text == CHECKPOINT
    assert opened.times == {WITNESS: 1_790_000_000}
