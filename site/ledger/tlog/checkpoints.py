"""Checkpoints (C2SP tlog-checkpoint): what a log says it is, how long, and under which root."""

from dataclasses import dataclass

from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import HASH_BYTES
from ledger.tlog.texts import NUMBER_END, check_lines, decode_hash, decode_number, encode_base64


@dataclass(frozen=True)
class Checkpoint:
    """The text of a checkpoint.

    Args:
        origin: the log's name, one line that is not empty.
        size: number of entries, from 0 to 2⁶³ − 1.
        root: 32 bytes.
        extensions: further lines, none of them empty; this log writes none.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size < NUMBER_END or len(self.root) != HASH_BYTES:
            raise Invalid("La taille ou l’empreinte de ce point de contrôle est impossible.")
        for line in (self.origin, *self.extensions):
            check_lines(f"{line}\n")
            if not line or "\n" in line:
                raise Invalid("Une ligne de ce point de contrôle est vide.")

    def text(self) -> str:
        """Return the text that the log signs, with its last newline."""
        lines = [self.origin, str(self.size), encode_base64(self.root), *self.extensions]
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint of a note's text, as `SignedNote.text` and `OpenedNote.text` hold."""
    check_lines(text)
    origin, *rest = text[:-1].split("\n")
    if len(rest) < 2:
        raise Invalid("Ce point de contrôle est coupé : il manque une ligne.")
    size, root, *extensions = rest
    return Checkpoint(
        origin=origin,
        size=decode_number(size),
        root=decode_hash(root),
        extensions=tuple(extensions),
    )
