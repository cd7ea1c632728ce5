"""What tests about leaving share: what a receipt opens, and many people at one moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from ledger.sed1.receipts import OwnerReceipt
from petitions.errors import (
    AlreadyConfirmed,
    SignatureNotFound,
    TooManyAttempts,
    TooManyGuesses,
    WrongProof,
    WrongStatus,
)
from petitions.services import Confirmed

REFUSALS = (
    AlreadyConfirmed,
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
    """Run every act in its own thread and connection, from one start; return what each said."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except REFUSALS as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(run, acts))
