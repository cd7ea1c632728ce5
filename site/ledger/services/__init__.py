"""Every step of the log: what waits, sealing, publishing, proving."""

from ledger.services.counts import sealed_counts
from ledger.services.erasing import erase_object
from ledger.services.guarding import ensure_not_behind
from ledger.services.proving import index_of, proof_of
from ledger.services.publishing import publish
from ledger.services.queueing import (
    keep_object,
    queue_annulment,
    queue_closing,
    queue_decision,
    queue_fact,
    queue_key_destroyed,
    queue_signature,
    queue_text,
    queue_withdrawal,
    text_hash_of,
)
from ledger.services.recounting import recount
from ledger.services.scrubbing import publish_again, scrub
from ledger.services.sealing import seal
from ledger.services.signing import Promised, origin, promise
from ledger.services.tallying import figures_by_area, tally

__all__ = [
    "Promised",
    "ensure_not_behind",
    "erase_object",
    "figures_by_area",
    "index_of",
    "keep_object",
    "origin",
    "promise",
    "proof_of",
    "publish",
    "publish_again",
    "queue_annulment",
    "queue_closing",
    "queue_decision",
    "queue_fact",
    "queue_key_destroyed",
    "queue_signature",
    "queue_text",
    "queue_withdrawal",
    "recount",
    "scrub",
    "seal",
    "sealed_counts",
    "tally",
    "text_hash_of",
]
