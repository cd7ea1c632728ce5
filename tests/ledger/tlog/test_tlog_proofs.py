"""A proof file is read by one way of writing only."""

import pytest

from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import sign_note
from ledger.tlog.tlog_proofs import TlogProof, parse_tlog_proof
from tests.ledger.tlog import reference

CHECKPOINT = sign_note(
    Checkpoint("example.org/registre", 5, reference.subtree(0, 5)).text(),
    name="example.org/registre",
    seed=b"\x01" * 32,
)
HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
HEAD = "c2sp.org/tlog-proof@v1\n"


def test_a_proof_is_the_lines_of_the_specification() -> None:
    proof = TlogProof(73_894, (b"\0" * 32,), CHECKPOINT, extra=b"abc")
    zeros = "A" * 43 + "="
    assert proof.text() == f"{HEAD}extra YWJj\nindex 73894\n{zeros}\n\n{CHECKPOINT}"


@pytest.mark.parametrize("extra", [None, b"\0", b"extra"])
@pytest.mark.parametrize("count", [0, 1, 63])
def test_a_proof_gives_back_what_was_written(extra: bytes | None, count: int) -> None:
    proof = TlogProof(4, tuple(reference.LEAVES[:count]), CHECKPOINT, extra)
    assert parse_tlog_proof(proof.text()) == proof
    assert parse_tlog_proof(proof.text().encode()) == proof


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        f"{HEAD}index 4\n",
        f"{HEAD}index 4\n\n",
        f"{HEAD}\nindex 4\n\n{CHECKPOINT}",
        f"c2sp.org/tlog-proof@v2\nindex 4\n\n{CHECKPOINT}",
        f"\ufeff{HEAD}index 4\n\n{CHECKPOINT}",
        f"{HEAD}index 4\n{CHECKPOINT}",
        f"{HEAD}index 4\n\n\n{CHECKPOINT}",
        f"{HEAD}index 4\n\n{CHECKPOINT}\n",
        f"{HEAD}index 4\n\n{CHECKPOINT[:-1]}",
        f"{HEAD}\n{CHECKPOINT}",
        f"{HEAD}extra YWJj\n\n{CHECKPOINT}",
        f"{HEAD}index 04\n\n{CHECKPOINT}",
        f"{HEAD}index -4\n\n{CHECKPOINT}",
        f"{HEAD}index  4\n\n{CHECKPOINT}",
        f"{HEAD}index 4 \n\n{CHECKPOINT}",
        f"{HEAD}index\n\n{CHECKPOINT}",
        f"{HEAD}index 9223372036854775808\n\n{CHECKPOINT}",
        f"{HEAD}extra \nindex 4\n\n{CHECKPOINT}",
        f"{HEAD}extra\nindex 4\n\n{CHECKPOINT}",
        f"{HEAD}extra YWJ\nindex 4\n\n{CHECKPOINT}",
        f"{HEAD}extra YWJj\nextra YWJj\nindex 4\n\n{CHECKPOINT}",
        f"{HEAD}index 4\nextra YWJj\n\n{CHECKPOINT}",
        f"{HEAD}index 4\nindex 4\n\n{CHECKPOINT}",
        f"{HEAD}index 4\n{HASH[4:]}\n\n{CHECKPOINT}",
        f"{HEAD}index 4\n{HASH}{HASH}\n\n{CHECKPOINT}",
        f"{HEAD}index 4\n {HASH}\n\n{CHECKPOINT}",
        f"{HEAD}index 4\n" + f"{HASH}\n" * 64 + f"\n{CHECKPOINT}",
        f"{HEAD}index 4\r\n\r\n{CHECKPOINT}",
        f"{HEAD}index 4\n\na\n\n— n MTIzNDU=\n",
        f"{HEAD}index 4\n\na\n5\n{HASH}\n",
    ],
)
def test_what_is_written_otherwise_is_no_proof(text: str) -> None:
    with pytest.raises(Invalid):
        parse_tlog_proof(text)


def test_bytes_that_are_no_utf8_are_no_proof() -> None:
    with pytest.raises(Invalid):
        parse_tlog_proof(b"\xff" + HEAD.encode())


@pytest.mark.parametrize(
    ("index", "hashes", "extra"),
    [(-1, (), None), (2**63, (), None), (0, (b"",), None), (0, (), b"")],
)
def test_no_proof_says_the_impossible(
    index: int, hashes: tuple[bytes, ...], extra: bytes | None
) -> None:
    with pytest.raises(Invalid):
        TlogProof(index, hashes, CHECKPOINT, extra)
