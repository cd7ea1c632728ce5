"""A log with signatures in it, for tests that need no petition."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ledger.models import Entry
from ledger.sed1.commitments import (
    KIND_EMAIL,
    LEVEL_EMAIL,
    commitment,
    geo_commitment,
    geo_identity,
    identity,
    lock_of,
    secrets_of,
)
from ledger.sed1.entries import Kind
from ledger.services import (
    publish,
    queue_signature,
    queue_text,
    queue_withdrawal,
    seal,
    sealed_counts,
    text_hash_of,
)

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
PETITION = 7


@dataclass
class Signer:
    """Somebody who signed, with all that only that person's receipt holds."""

    petition: int
    commitment: bytes
    geo: bytes
    w: bytes
    identity: bytes
    area: str
    secret: bytes = field(repr=False)
    address: str = "alice@example.org"


def open_in_log(petition: int = PETITION) -> bytes:
    """Let the text of a petition wait, unless it does already; return its hash T."""
    if Entry.objects.filter(kind=Kind.OPEN, petition=petition).exists():
        return text_hash_of(petition, 1)
    content = {"petition": petition, "version": 1, "title": "Hôpital", "demand": "Rouvrir."}
    return queue_text(petition=petition, version=1, content=content)


def make_signer(petition: int = PETITION, *, area: str = "48") -> Signer:
    """Let one signature wait for its group."""
    text_hash = open_in_log(petition)
    s = secrets.token_bytes(32)
    keys = secrets_of(s)
    who: dict[str, Any] = {
        "petition": petition,
        "kind": KIND_EMAIL,
        "slot": 0,
        "who": b"alice@example.org",
    }
    i = identity(keys.r, **who)
    c = commitment(
        petition=petition, version=1, text_hash=text_hash, lock=lock_of(keys.w), identity=i
    )
    j = geo_identity(keys.r2, **who)
    g = geo_commitment(petition=petition, area=area, level=LEVEL_EMAIL, geo_identity=j)
    queue_signature(petition=petition, version=1, commitment=c, geo=g, area=area, level=LEVEL_EMAIL)
    return Signer(petition, c, g, keys.w, i, area, s)


def make_signers(number: int, petition: int = PETITION, *, area: str = "48") -> list[Signer]:
    """Let several signatures wait."""
    return [make_signer(petition, area=area) for _ in range(number)]


def withdraw(signer: Signer) -> bool:
    """Let the withdrawal by a signer's own receipt wait; return whether it is the first removal."""
    return queue_withdrawal(
        petition=signer.petition,
        commitment=signer.commitment,
        w=signer.w,
        identity=signer.identity,
        geo=signer.geo,
    )


def make_log(signatures: int = 10, *, at: datetime = NOW) -> list[Signer]:
    """Seal and publish a log of two keys, one text and some signatures."""
    signers = make_signers(signatures)
    seal(at=at)
    publish()
    return signers


def online(petition: int = PETITION) -> int:
    """Return the public count of a petition."""
    counts = sealed_counts([petition])
    return counts[petition].online if counts else 0
