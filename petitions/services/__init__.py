"""Every step of a petition, and of signing it."""

from petitions.services.confirming import (
    Proven,
    confirm_by_code,
    confirm_by_link,
    prove_by_code,
    prove_by_link,
)
from petitions.services.finding import by_link, by_reference, ensure_open, typed_in
from petitions.services.lifecycle import (
    close_ended_petitions,
    close_petition,
    create_petition,
    edit_petition,
    open_petition,
)
from petitions.services.receipts import (
    Confirmed,
    Promised,
    Receipt,
    confirmed_at,
    promised,
    proof,
    receipt_in,
)
from petitions.services.retention import destroy_key, purge_expired_requests
from petitions.services.signing import request_signature, send_again
from petitions.services.withdrawing import withdraw_signature

__all__ = [
    "Confirmed",
    "Promised",
    "Proven",
    "Receipt",
    "by_link",
    "by_reference",
    "close_ended_petitions",
    "close_petition",
    "confirm_by_code",
    "confirm_by_link",
    "confirmed_at",
    "create_petition",
    "destroy_key",
    "edit_petition",
    "ensure_open",
    "open_petition",
    "promised",
    "proof",
    "prove_by_code",
    "prove_by_link",
    "purge_expired_requests",
    "receipt_in",
    "request_signature",
    "send_again",
    "typed_in",
    "withdraw_signature",
]
