"""What proves that a person may confirm: the browser's reference, the link, the code. Pure Python.

All are computed with the petition's key.
"""

from uuid import UUID

from core import proofs
from core.errors import BadToken
from core.proofs import code_for, opens, token_for
from petitions.errors import UnknownRequest

__all__ = ["BROWSER", "LINK", "RECEIPT", "code_for", "opens", "row_named_in", "token_for"]

# The browser's reference is never in a letter, and the letter's link never in the browser.
BROWSER = b"sed1/browser"
LINK = b"sed1/link"
# The receipt's page opens for who confirmed, and for nobody who only asked.
RECEIPT = b"sed1/receipt"


def row_named_in(token: str) -> UUID:
    """Return the id that `token` claims to open; raise UnknownRequest if none was ever made."""
    try:
        return proofs.row_named_in(token)
    except BadToken:
        raise UnknownRequest from None
