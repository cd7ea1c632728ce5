"""What proves that a person may confirm: the browser's reference, the link, the code. Pure Python.

These, and what opens the page of the receipt, are computed with the petition's key, and none is
stored: the table alone opens nothing, and a letter sent again carries the same code.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

from petitions.errors import UnknownRequest

# The browser's reference is never in a letter, and the letter's link never in the browser.
BROWSER = b"sed1/browser"
LINK = b"sed1/link"
# The receipt's page opens for who confirmed, and for nobody who only asked.
RECEIPT = b"sed1/receipt"
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
        UnknownRequest: if no such token was ever made.
    """
    try:
        content = urlsafe_b64decode(token + "=")
    except (Error, ValueError):
        raise UnknownRequest from None
    if len(token) != _LENGTH or len(content) != _ID_BYTES + _PROOF_BYTES:
        raise UnknownRequest
    return UUID(bytes=content[:_ID_BYTES])


def opens(token: str, purpose: bytes, row: UUID, *, key: bytes) -> bool:
    """Answer whether `token` is the one made for `purpose` and `row`."""
    return hmac.compare_digest(token.encode(), token_for(purpose, row, key=key).encode())


def code_for(mailbox_tag: bytes, *, key: bytes) -> str:
    """Return the six digits written in every letter to one mailbox about one petition."""
    number = int.from_bytes(hmac.digest(key, b"sed1/code" + mailbox_tag, "sha256"))
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _proof(purpose: bytes, row: UUID, key: bytes) -> bytes:
    return hmac.digest(key, purpose + row.bytes, "sha256")[:_PROOF_BYTES]
