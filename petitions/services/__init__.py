"""Every step of a petition, and of signing it."""

from petitions.services.alarms import preview, propose_against, raise_alarms, settle_alarm
from petitions.services.amending import amend_petition
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
    refuse_by_link,
)
from petitions.services.finding import (
    asked_behind_link,
    by_link,
    by_reference,
    ensure_link_open,
    ensure_open,
    typed_in,
)
from petitions.services.following import ask_for_news
from petitions.services.hastening import challenge_for, hasten_letter, held_still
from petitions.services.leaving import export_proposals, take_leave
from petitions.services.lifecycle import (
    archive_petition,
    close_ended_petitions,
    close_petition,
    create_petition,
    edit_petition,
    open_petition,
    wait_for_confirmations,
)
from petitions.services.meaning import others_of_home
from petitions.services.mine import (
    OwnSignature,
    own_signature,
    own_signatures,
    withdraw_from_list,
)
from petitions.services.mirroring import remove_mirror, save_mirror
from petitions.services.news import add_event, change_event, remove_event
from petitions.services.noting import note_hour
from petitions.services.outcome import correct_sending, record_answer, record_dispatch
from petitions.services.own_list import (
    address_of,
    ask_for_list,
    close_list,
    ensure_code_may_be_typed,
    list_by_link,
    list_by_reference,
    open_by_link,
    open_list,
    purge_lists,
    send_list_code_again,
)
from petitions.services.proposing import (
    UNFINISHED_AT_MOST,
    Wording,
    discard_draft,
    propose,
    resubmit,
    rewrite_proposal,
    seek_support,
    withdraw_proposal,
)
from petitions.services.receipts import (
    Confirmed,
    Receipt,
    confirmed_at,
    promised,
    proof,
    receipt_in,
)
from petitions.services.recounting import recount_signatures
from petitions.services.recovering import recover
from petitions.services.reminding import remind_unconfirmed
from petitions.services.retention import (
    destroy_key,
    purge_expired_requests,
    purge_unfinished_proposals,
    settle_petitions,
)
from petitions.services.reviewing import (
    accept_review,
    claim_review,
    refuse_review,
    release_review,
    save_reason,
)
from petitions.services.rules import delete_limit, delete_rule, save_limit, save_rule
from petitions.services.signing import request_signature, send_again
from petitions.services.supporting import (
    collecting_ends_at,
    end_collections,
    support,
    take_support_back,
    warn_collectors,
)
from petitions.services.thresholds import (
    change_threshold,
    reach_thresholds,
    remove_threshold,
    set_threshold,
)
from petitions.services.tracing import purge_traces
from petitions.services.withdrawing import withdraw_signature, withdraw_with_receipt

__all__ = [
    "UNFINISHED_AT_MOST",
    "Confirmed",
    "OwnSignature",
    "Proven",
    "Receipt",
    "Wording",
    "accept_review",
    "add_event",
    "address_of",
    "amend_petition",
    "approve_annulment",
    "archive_petition",
    "ask_for_list",
    "ask_for_news",
    "asked_behind_link",
    "by_link",
    "by_reference",
    "carry_out_annulments",
    "challenge_for",
    "change_event",
    "change_threshold",
    "claim_review",
    "close_ended_petitions",
    "close_list",
    "close_petition",
    "collecting_ends_at",
    "confirm_by_code",
    "confirm_by_link",
    "confirmed_at",
    "correct_sending",
    "create_petition",
    "delete_limit",
    "delete_rule",
    "destroy_key",
    "discard_draft",
    "edit_petition",
    "end_collections",
    "ensure_code_may_be_typed",
    "ensure_link_open",
    "ensure_open",
    "export_proposals",
    "hasten_letter",
    "held_still",
    "list_by_link",
    "list_by_reference",
    "not_counted",
    "note_hour",
    "open_by_link",
    "open_list",
    "open_petition",
    "others_of_home",
    "own_signature",
    "own_signatures",
    "preview",
    "promised",
    "proof",
    "propose",
    "propose_against",
    "propose_annulment",
    "prove_by_code",
    "prove_by_link",
    "purge_expired_requests",
    "purge_lists",
    "purge_traces",
    "purge_unfinished_proposals",
    "raise_alarms",
    "reach_thresholds",
    "receipt_in",
    "record_answer",
    "record_dispatch",
    "recount_signatures",
    "recover",
    "refuse_by_link",
    "refuse_review",
    "release_review",
    "remind_unconfirmed",
    "remove_event",
    "remove_mirror",
    "remove_threshold",
    "request_signature",
    "resubmit",
    "rewrite_proposal",
    "save_limit",
    "save_mirror",
    "save_reason",
    "save_rule",
    "seek_support",
    "send_again",
    "send_list_code_again",
    "set_threshold",
    "settle_alarm",
    "settle_petitions",
    "support",
    "take_leave",
    "take_support_back",
    "typed_in",
    "undo_annulment",
    "wait_for_confirmations",
    "warn_collectors",
    "withdraw_from_list",
    "withdraw_proposal",
    "withdraw_signature",
    "withdraw_with_receipt",
]
