"""Let an entry wait for its place in the log, in the caller's transaction."""

from collections.abc import Mapping
from typing import Any

from core.prepared import prepared_cursor
from ledger.errors import DoesNotOpen, NotInTheLog, SecretReused
from ledger.models import Entry, LogObject, Placement
from ledger.sed1.commitments import commitment as commitment_of
from ledger.sed1.commitments import lock_of
from ledger.sed1.entries import (
    NO_DECISION,
    Amend,
    Annul,
    Close,
    Decision,
    FactRevision,
    Key,
    KeyDestroyed,
    Kind,
    Open,
    Sign,
    Tally,
    Withdraw,
)
from ledger.sed1.objects import canonical, digest, new_nonce

# One round trip: the entry and its place in the figures, or neither.
_SIGN = """
    WITH entry AS (
        INSERT INTO ledger_entry (id, kind, petition, body, commitment, geo)
        VALUES (gen_random_uuid(), %(kind)s, %(petition)s, %(body)s, %(commitment)s, %(geo)s)
        ON CONFLICT (commitment) DO NOTHING RETURNING geo
    )
    INSERT INTO ledger_placement (geo, petition, area, level, state, removal)
    SELECT geo, %(petition)s, %(area)s, %(level)s, %(state)s, %(removal)s FROM entry
    ON CONFLICT (geo) DO NOTHING
"""
# A place in an entry that only the sequencer knows.
UNKNOWN = 0


def queue_signature(
    *, petition: int, version: int, commitment: bytes, geo: bytes, area: str, level: int
) -> None:
    """Let one confirmed signature wait for its group.

    Args:
        commitment: C, 32 bytes (`ledger.md` §3).
        geo: G, 32 bytes; `area` and `level` are what it commits to.

    Raises:
        SecretReused: if C or G was seen before; the caller's transaction must be given up.
    """
    values: dict[str, int | str | bytes] = {
        "kind": Kind.SIGN.value,
        "petition": petition,
        "body": Sign(petition, version, commitment).to_bytes(),
        "commitment": commitment,
        "geo": geo,
        "area": area,
        "level": level,
        "state": Placement.State.CONFIRMED.value,
        "removal": Placement.Removal.NONE.value,
    }
    with prepared_cursor() as cursor:
        cursor.execute(_SIGN, values)
        if not cursor.rowcount:
            raise SecretReused


def queue_withdrawal(
    *, petition: int, commitment: bytes, w: bytes, identity: bytes, geo: bytes | None
) -> bool:
    """Let a withdrawal by its signer's secret wait; return False if it was taken back before.

    Args:
        w, identity: what opens C, 32 bytes each; anybody will check them in the log.
        geo: the G of the signature, if its row still tells.

    Raises:
        NotInTheLog: if no signature of `petition` has this C.
        DoesNotOpen: if `w` and `identity` do not open it.
    """
    ensure_opens(petition=petition, commitment=commitment, w=w, identity=identity)
    return _remove(Withdraw(UNKNOWN, w, identity), petition, commitment, geo)


def ensure_opens(*, petition: int, commitment: bytes, w: bytes, identity: bytes) -> None:
    """Raise what `queue_withdrawal` would, and write nothing."""
    signed = Entry.objects.filter(petition=petition, commitment=commitment).first()
    if signed is None:
        raise NotInTheLog
    sign = Sign.from_bytes(bytes(signed.body))
    opened = commitment_of(
        petition=petition,
        version=sign.version,
        text_hash=text_hash_of(petition, sign.version),
        lock=lock_of(w),
        identity=identity,
    )
    if opened != commitment:
        raise DoesNotOpen


def queue_annulment(
    *, petition: int, commitment: bytes, geo: bytes | None, reason: int, decision: int = NO_DECISION
) -> bool:
    """Let an annulment wait (`ledger.md` §1); return False if the signature is out already.

    Args:
        geo: the G of the signature, if its row still tells.
        reason: 1 withdrawn by mail; 2 fraud, 3 court order, with `decision`, the index of the
            sealed DECISION.
    """
    return _remove(Annul(UNKNOWN, reason, decision), petition, commitment, geo)


def queue_text(*, petition: int, version: int, content: Mapping[str, Any]) -> bytes:
    """Let the text of a petition wait, its first version or an amended one; return its hash T."""
    text_hash = keep_object({**content, "kind": "petition"})
    entry = Open if version == 1 else Amend
    _queue(entry(petition, version, text_hash), petition=petition, number=version)
    return text_hash


def queue_closing(*, petition: int) -> None:
    """Let the end of a petition wait until none of its signatures waits any more."""
    _queue(Close(petition, UNKNOWN, UNKNOWN), petition=petition, number=0)


def queue_key_destroyed(*, petition: int) -> None:
    """Let the statement wait that the key of a petition is gone, once the end is sealed."""
    _queue(KeyDestroyed(petition), petition=petition, number=0)


def queue_tally(*, petition: int, day: int, file: bytes) -> None:
    """Let the hash of a day's figures wait (days since 1970, UTC); `file` is what it names."""
    _queue(Tally(petition, day, digest(file)), petition=petition, number=day)


def queue_decision(content: Mapping[str, Any]) -> bytes:
    """Let a decision of moderators or operators wait; return the hash that names its object.

    Args:
        content: figures and public words only, with `kind`; a nonce is added.
    """
    named = keep_object(content)
    _queue(Decision(named))
    return named


def queue_fact(content: Mapping[str, Any]) -> bytes:
    """Let a revision of a fact wait; return the hash that names its object."""
    named = keep_object({**content, "kind": "fact"})
    _queue(FactRevision(named))
    return named


def queue_key(key: Key, *, number: int) -> None:
    """Let the beginning or the end of a signing key wait."""
    _queue(key, number=number)


def keep_object(content: Mapping[str, Any]) -> bytes:
    """Store what an entry will name, with a nonce of its own; return its hash."""
    body = canonical({**content, "nonce": new_nonce()})
    named = digest(body)
    LogObject.objects.create(digest=named, body=body)
    return named


def text_hash_of(petition: int, version: int) -> bytes:
    """Return T of one version of a petition; raise NotInTheLog if there is none."""
    text: type[Open] | type[Amend] = Open if version == 1 else Amend
    entry = Entry.objects.filter(kind=text.KIND, petition=petition, number=version).first()
    if entry is None:
        raise NotInTheLog
    return text.from_bytes(bytes(entry.body)).text_hash


def _remove(entry: Withdraw | Annul, petition: int, commitment: bytes, geo: bytes | None) -> bool:
    """Queue what takes `commitment` out of the count; the constraint lets one alone do it."""
    kind = Kind.WITHDRAW if isinstance(entry, Withdraw) else Kind.ANNUL
    row = Entry(kind=kind, petition=petition, body=entry.to_bytes(), removes=commitment, geo=geo)
    Entry.objects.bulk_create([row], ignore_conflicts=True)
    return Entry.objects.filter(pk=row.pk).exists()


def _queue(
    entry: Open | Amend | Close | Tally | KeyDestroyed | Decision | FactRevision | Key,
    *,
    petition: int | None = None,
    number: int | None = None,
) -> None:
    body = entry.to_bytes()
    Entry.objects.create(kind=body[0], petition=petition, number=number, body=body)
