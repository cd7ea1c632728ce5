"""A checkpoint is three lines, each written one way; a cosignature says when they were seen."""

import pytest

from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.cosignatures import cosign
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT
from ledger.tlog.notes import (
    COSIGNATURE_V1,
    ED25519,
    VerifierKey,
    add_signature,
    cosigned_message,
    open_note,
    parse_note,
    public_of,
    sign_note,
    signature_line,
)

# The example of tlog-cosignature.md; its keys are not given.
EXAMPLE_TEXT = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
"""
EXAMPLE = f"""\
{EXAMPLE_TEXT}
— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # noqa: E501
ORIGIN = "example.org/registre"
LOG_SEED, WITNESS_SEED = b"\x01" * 32, b"\x02" * 32
LOG = VerifierKey(ORIGIN, ED25519, public_of(LOG_SEED))
WITNESS = VerifierKey("witness.example", COSIGNATURE_V1, public_of(WITNESS_SEED))
ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def cosigned(*times: int) -> str:
    """Return a checkpoint of ours, cosigned once at each of these moments."""
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).text()
    note = sign_note(text, name=ORIGIN, seed=LOG_SEED)
    for time in times:
        line = cosign(text, name=WITNESS.name, seed=WITNESS_SEED, time=time)
        note = add_signature(note, line)
    return note


def test_the_example_of_the_specification_is_read_and_written_back() -> None:
    checkpoint = parse_checkpoint(parse_note(EXAMPLE).text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.text() == EXAMPLE_TEXT
    assert parse_note(EXAMPLE).note() == EXAMPLE


def test_the_example_cosignature_states_the_moment_it_signs() -> None:
    _, witness = parse_note(EXAMPLE).signatures
    time = int.from_bytes(witness.signature[:8])
    assert len(witness.signature) == 72
    message = f"cosignature/v1\ntime 1679315147\n{EXAMPLE_TEXT}"
    assert cosigned_message(EXAMPLE_TEXT, time=time) == message.encode()


def test_a_checkpoint_may_have_more_lines() -> None:
    text = f"a\n0\n{ROOT}\nune ligne\n \n"
    assert parse_checkpoint(text) == Checkpoint("a", 0, EMPTY_ROOT, ("une ligne", " "))
    assert parse_checkpoint(text).text() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n",
        "a\n0\n",
        f"a\n0\n{ROOT}",
        f"\n0\n{ROOT}\n",
        f"a\n\n{ROOT}\n",
        f"a\n0\n{ROOT}\n\n",
        f"a\n0\n\n{ROOT}\n",
        f"a\n00\n{ROOT}\n",
        f"a\n01\n{ROOT}\n",
        f"a\n-1\n{ROOT}\n",
        f"a\n+1\n{ROOT}\n",
        f"a\n 1\n{ROOT}\n",
        f"a\n1_0\n{ROOT}\n",
        f"a\n١\n{ROOT}\n",
        f"a\n9223372036854775808\n{ROOT}\n",
        f"a\n{'9' * 5000}\n{ROOT}\n",
        f"a\n1\r\n{ROOT}\n",
        f"a\n1\n{ROOT[:-1]}\n",
        f"a\n1\n{ROOT[:-2]}V=\n",
        f"a\n1\n{ROOT} \n",
        f"a\n1\n{ROOT[4:]}\n",
        f"a\x00\n1\n{ROOT}\n",
        f"a\ud800\n1\n{ROOT}\n",
    ],
)
def test_what_is_written_otherwise_is_no_checkpoint(text: str) -> None:
    with pytest.raises(Invalid):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 0, EMPTY_ROOT), ("a\nb", 0, EMPTY_ROOT), ("a", -1, EMPTY_ROOT), ("a", 0, b"")],
)
def test_no_checkpoint_says_the_impossible(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(Invalid):
        Checkpoint(origin, size, root)


def test_the_largest_size_is_written_and_read() -> None:
    checkpoint = Checkpoint("a", 2**63 - 1, EMPTY_ROOT)
    assert parse_checkpoint(checkpoint.text()) == checkpoint


def test_a_cosignature_opens_with_its_moment() -> None:
    opened = open_note(cosigned(1_790_000_000), [LOG, WITNESS])
    assert opened.signed_by == (LOG, WITNESS)
    assert opened.times == {WITNESS: 1_790_000_000}


def test_a_witness_that_signed_twice_counts_once_at_its_latest_moment() -> None:
    opened = open_note(cosigned(5, 9, 7), [WITNESS])
    assert opened.signed_by == (WITNESS,)
    assert opened.times == {WITNESS: 9}


@pytest.mark.parametrize("time", [0, 6, 2**63, 2**64 - 1])
def test_a_cosignature_stands_for_its_own_moment_only(time: int) -> None:
    signed = parse_note(cosigned(5))
    signature = time.to_bytes(8) + signed.signatures[1].signature[8:]
    line = signature_line(WITNESS.name, WITNESS.key_id, signature)
    with pytest.raises(Invalid):
        open_note(f"{signed.text}\n{line}", [WITNESS])


def test_a_plain_signature_is_no_cosignature() -> None:
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).text()
    plain = sign_note(text, name=WITNESS.name, seed=WITNESS_SEED)
    with pytest.raises(Invalid, match="Aucune clé connue"):
        open_note(plain, [WITNESS])


@pytest.mark.parametrize("time", [-1, 2**63])
def test_no_cosignature_has_an_impossible_moment(time: int) -> None:
    with pytest.raises(Invalid):
        cosigned(time)


def test_nothing_but_a_checkpoint_is_cosigned() -> None:
    with pytest.raises(Invalid):
        cosign("un texte\n", name=WITNESS.name, seed=WITNESS_SEED, time=1)
