"""What proves that somebody may go on: the secret of a row, six digits of a letter. Pure Python.

They are computed with a key, and none is stored: the table alone opens nothing, and a letter sent
again carries the same code.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

from core.errors import BadToken

CODE_DIGITS = 6
_ID_BYTES = 16
_PROOF_BYTES = 16
_LENGTH = 43


def token_for(purpose: bytes, row: UUID, *, key: bytes) -> str:
    """Return 43 URL characters: the row's id, and 128 bits that only the key can make."""
    return urlsafe_b64encode(row.bytes + _proof(purpose, row, key)).decode().rstrip("=")


def row_named_in(token: str) -> UUID:
    """Return the id that `token` claims to open; `opens` says whether it does.

    Raises:
        BadToken: if no such token was ever made.
    """
    try:
        content = urlsafe_b64decode(token + "=")
    except (Error, ValueError):
        raise BadToken from None
    if len(token) != _LENGTH or len(content) != _ID_BYTES + _PROOF_BYTES:
        raise BadToken
    return UUID(bytes=content[:_ID_BYTES])


def opens(token: str, purpose: bytes, row: UUID, *, key: bytes) -> bool:
    """Answer whether `token` is the one made for `purpose` and `row`."""
    return hmac.compare_digest(token.encode(), token_for(purpose, row, key=key).encode())


def code_for(mailbox_tag: bytes, *, key: bytes) -> str:
    """Return the six digits written in every letter to one mailbox about one thing."""
    number = int.from_bytes(hmac.digest(key, b"sed1/code" + mailbox_tag, "sha256"))
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _proof(purpose: bytes, row: UUID, key: bytes) -> bytes:
    return hmac.digest(key, purpose + row.bytes, "sha256")[:_PROOF_BYTES]
