"""Every step of a petition, and of signing it."""

from petitions.services.annulling import (
    approve_annulment,
    carry_out_annulments,
    not_counted,
    propose_annulment,
    undo_annulment,
)
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
from petitions.services.mine import (
    OwnSignature,
    own_signature,
    own_signatures,
    withdraw_from_list,
)
from petitions.services.own_list import (
    address_of,
    ask_for_list,
    ensure_code_may_be_typed,
    list_by_reference,
    open_list,
    purge_lists,
    send_list_code_again,
)
from petitions.services.receipts import (
    Confirmed,
    Receipt,
    confirmed_at,
    promised,
    proof,
    receipt_in,
)
from petitions.services.recovering import recover
from petitions.services.retention import destroy_key, purge_expired_requests, settle_petitions
from petitions.services.signing import request_signature, send_again
from petitions.services.withdrawing import withdraw_signature, withdraw_with_receipt

__all__ = [
    "Confirmed",
    "OwnSignature",
    "Proven",
    "Receipt",
    "address_of",
    "approve_annulment",
    "ask_for_list",
    "by_link",
    "by_reference",
    "carry_out_annulments",
    "close_ended_petitions",
    "close_petition",
    "confirm_by_code",
    "confirm_by_link",
    "confirmed_at",
    "create_petition",
    "destroy_key",
    "edit_petition",
    "ensure_code_may_be_typed",
    "ensure_open",
    "list_by_reference",
    "not_counted",
    "open_list",
    "open_petition",
    "own_signature",
    "own_signatures",
    "promised",
    "proof",
    "propose_annulment",
    "prove_by_code",
    "prove_by_link",
    "purge_expired_requests",
    "purge_lists",
    "receipt_in",
    "recover",
    "request_signature",
    "send_again",
    "send_list_code_again",
    "settle_petitions",
    "typed_in",
    "undo_annulment",
    "withdraw_from_list",
    "withdraw_signature",
    "withdraw_with_receipt",
]
