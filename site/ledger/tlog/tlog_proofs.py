"""Proofs that fit in a file (C2SP tlog-proof): a place, its hashes, and a signed checkpoint."""

from dataclasses import dataclass

from ledger.tlog.checkpoints import parse_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import HASH_BYTES
from ledger.tlog.notes import parse_note
from ledger.tlog.texts import (
    NUMBER_END,
    as_text,
    check_lines,
    decode_base64,
    decode_hash,
    decode_number,
    encode_base64,
)

TLOG_PROOF_HEADER = "c2sp.org/tlog-proof@v1"
TLOG_PROOF_HASHES_MAX = 63  # The height of a tree of fewer than 2⁶³ leaves.


@dataclass(frozen=True)
class TlogProof:
    """What a `.tlog-proof` file says; nothing in it is checked against anything.

    Args:
        index: zero-based place of the entry.
        hashes: at most 63 hashes of 32 bytes, from the leaf's sibling to the root's child.
        checkpoint: the signed note of the checkpoint, whole.
        extra: bytes for the application, at least one, authenticated by nothing; None for none.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.index < NUMBER_END:
            raise Invalid("La position donnée par cette preuve est impossible.")
        if len(self.hashes) > TLOG_PROOF_HASHES_MAX:
            raise Invalid("Cette preuve est trop longue.")
        if any(len(each) != HASH_BYTES for each in self.hashes):
            raise Invalid("Une empreinte de cette preuve n’a pas 32 octets.")
        if self.extra == b"":
            raise Invalid("La ligne « extra » de cette preuve est vide.")
        parse_checkpoint(parse_note(self.checkpoint).text)

    def text(self) -> str:
        """Return the whole file."""
        extra = [] if self.extra is None else [f"extra {encode_base64(self.extra)}"]
        hashes = [encode_base64(each) for each in self.hashes]
        lines = [TLOG_PROOF_HEADER, *extra, f"index {self.index}", *hashes, ""]
        return "".join(f"{line}\n" for line in lines) + self.checkpoint


def parse_tlog_proof(text: str | bytes) -> TlogProof:
    """Return the proof of a file (section Format); bytes are read as strict UTF-8."""
    whole = as_text(text)
    check_lines(whole)
    head, blank, checkpoint = whole.partition("\n\n")
    lines = head.split("\n")
    if lines.pop(0) != TLOG_PROOF_HEADER:
        raise Invalid("Ce fichier n’est pas une preuve d’inscription au registre.")
    if not blank:
        raise Invalid("Cette preuve est coupée : il manque le point de contrôle.")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = decode_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise Invalid("Cette preuve est coupée : il manque la position.")
    return TlogProof(
        index=decode_number(lines.pop(0).removeprefix("index ")),
        hashes=tuple(decode_hash(line) for line in lines),
        checkpoint=checkpoint,
        extra=extra,
    )
