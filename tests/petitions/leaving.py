"""What tests about leaving share: what a receipt opens, and many people at one moment."""

from collections.abc import Callable, Sequence
from typing import Any

from ledger.sed1.receipts import OwnerReceipt
from petitions.errors import (
    AlreadyConfirmed,
    PetitionClosed,
    SignatureNotFound,
    TooManyAttempts,
    TooManyGuesses,
    WrongProof,
    WrongStatus,
)
from petitions.services import Confirmed
from tests import at_once

REFUSALS = (
    AlreadyConfirmed,
    PetitionClosed,
    SignatureNotFound,
    TooManyAttempts,
    TooManyGuesses,
    WrongProof,
    WrongStatus,
)


def opening(confirmed: Confirmed, address: str = "ada@example.org") -> dict[str, bytes]:
    """Return what a browser sends of a receipt to withdraw."""
    receipt, who = confirmed.receipt, address.encode()
    assert isinstance(receipt, OwnerReceipt)
    return {
        "commitment": receipt.commitment(who),
        "w": receipt.w(),
        "identity": receipt.identity(who),
    }


def all_at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run every act at once; return what each said, refusals of petitions included."""
    return at_once.all_at_once(acts, refusals=REFUSALS)
