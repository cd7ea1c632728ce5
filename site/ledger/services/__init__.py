"""Every step of the log: what waits, sealing, publishing, proving."""

from ledger.services.counts import sealed_counts
from ledger.services.erasing import erase_object
from ledger.services.goals import goal_of, reach
from ledger.services.guarding import ensure_not_behind, ensure_reaches_mark
from ledger.services.halting import alone
from ledger.services.proving import index_of, indexes_of, proof_of
from ledger.services.publishing import publish
from ledger.services.queueing import (
    ensure_opens,
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
from ledger.services.rebuilding import Rebuilt, object_of
from ledger.services.recounting import Progress, Recounted, recount
from ledger.services.recovering import destroy_keys_again, rebuild_log, state_loss
from ledger.services.removals import (
    Removals,
    index_of_decision,
    is_key_destroyed,
    is_removed,
    live_among,
    live_signatures,
    removals_of,
)
from ledger.services.replacing import place_again
from ledger.services.scrubbing import publish_again, scrub
from ledger.services.sealing import seal
from ledger.services.signing import Promised, origin, promise
from ledger.services.tallying import figures_by_area, tally
from ledger.services.texts import texts_of

__all__ = [
    "Progress",
    "Promised",
    "Rebuilt",
    "Recounted",
    "Removals",
    "alone",
    "destroy_keys_again",
    "ensure_not_behind",
    "ensure_opens",
    "ensure_reaches_mark",
    "erase_object",
    "figures_by_area",
    "goal_of",
    "index_of",
    "index_of_decision",
    "indexes_of",
    "is_key_destroyed",
    "is_removed",
    "keep_object",
    "live_among",
    "live_signatures",
    "object_of",
    "origin",
    "place_again",
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
    "reach",
    "rebuild_log",
    "recount",
    "removals_of",
    "scrub",
    "seal",
    "sealed_counts",
    "state_loss",
    "tally",
    "text_hash_of",
    "texts_of",
]
