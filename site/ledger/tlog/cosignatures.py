"""Cosignatures (C2SP tlog-cosignature): a witness says which state of a log it saw, and when."""

from ledger.tlog.checkpoints import parse_checkpoint
from ledger.tlog.notes import (
    COSIGNATURE_V1,
    VerifierKey,
    cosigned_message,
    public_of,
    sign_bytes,
    signature_line,
)


def cosign(text: str, *, name: str, seed: bytes, time: int) -> str:
    """Return the signature line of the witness `name` under a checkpoint's text.

    Args:
        text: the text of a checkpoint, without its blank line and signatures.
        seed: 32 bytes, of a key that this witness uses for nothing else.
        time: Unix seconds, from 0 to 2⁶³ − 1.

    Raises:
        Invalid: if `text` is no checkpoint, or another value is out of range.
    """
    parse_checkpoint(text)
    key = VerifierKey(name=name, kind=COSIGNATURE_V1, public=public_of(seed))
    signature = sign_bytes(cosigned_message(text, time=time), seed=seed)
    return signature_line(name, key.key_id, time.to_bytes(8) + signature)
