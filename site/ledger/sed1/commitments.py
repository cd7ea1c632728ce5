"""Everything derived from one signer's secret: what hides a signature, and what opens it (§3).

Nothing here is a function of an identity alone: I and J are keyed by secrets that no server keeps.
"""

import hashlib
import hmac
from dataclasses import dataclass

from ledger.sed1.areas import padded
from ledger.sed1.encoding import dom, exactly, u8, u16, u32
from ledger.tlog.errors import Invalid

KIND_EMAIL = 1  # who: the simple address
KIND_PROVIDER = 2  # who: iss ‖ 0x20 ‖ sub
KIND_DESK = 3  # who: the number on the slip
KINDS = (KIND_EMAIL, KIND_PROVIDER, KIND_DESK)

LEVEL_EMAIL = 1
LEVEL_DESK = 2
LEVEL_PROVIDER = 4  # 3 is paper, never online
LEVELS = (LEVEL_EMAIL, LEVEL_DESK, LEVEL_PROVIDER)

SLOTS = (0, 1)  # 1: a second person at the same address
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Secrets:
    """The three keys derived from s, 32 bytes each: to withdraw, to show who, to show where."""

    w: bytes
    r: bytes
    r2: bytes


def secrets_of(s: bytes) -> Secrets:
    """Derive w, r and r2 from `s`, exactly 32 random bytes."""
    exactly(s, SECRET_BYTES)
    return Secrets(
        w=_hmac_sha256(s, dom("sed1/w")),
        r=_hmac_sha256(s, dom("sed1/r")),
        r2=_hmac_sha256(s, dom("sed1/r2")),
    )


def lock_of(w: bytes) -> bytes:
    """Return L, the lock that `w` (32 bytes) opens."""
    return hashlib.sha256(dom("sed1/lock") + exactly(w, 32)).digest()


def identity(r: bytes, *, petition: int, kind: int, slot: int, who: bytes) -> bytes:
    """Return I: who signed `petition`, hidden by `r` (32 bytes); `kind` of KINDS, `slot` 0 or 1."""
    return _hidden_who("sed1/id", r, petition=petition, kind=kind, slot=slot, who=who)


def geo_identity(r2: bytes, *, petition: int, kind: int, slot: int, who: bytes) -> bytes:
    """Return J: the same person hidden by `r2`, so that a place cannot be joined to a signature."""
    return _hidden_who("sed1/geoid", r2, petition=petition, kind=kind, slot=slot, who=who)


def commitment(
    *, petition: int, version: int, text_hash: bytes, lock: bytes, identity: bytes
) -> bytes:
    """Return C, the 32 bytes of a SIGN; `text_hash` is T, `lock` L, `identity` I, 32 bytes each."""
    hashes = exactly(text_hash, 32) + exactly(lock, 32) + exactly(identity, 32)
    return hashlib.sha256(dom("sed1/leaf") + u32(petition) + u16(version) + hashes).digest()


def geo_commitment(*, petition: int, area: str, level: int, geo_identity: bytes) -> bytes:
    """Return G, the 32 bytes listed in a tally; `area` of AREAS, `level` of LEVELS, J 32 bytes."""
    place = padded(area) + u8(checked_level(level))
    return hashlib.sha256(
        dom("sed1/geo") + u32(petition) + place + exactly(geo_identity, 32)
    ).digest()


def checked_level(level: int) -> int:
    """Return `level` if an online signature can have it, or raise Invalid."""
    if level not in LEVELS:
        raise Invalid(f"Le niveau {level} n’existe pas pour une signature en ligne.")
    return level


def checked_kind(kind: int) -> int:
    """Return `kind` if it is one of KINDS, or raise Invalid."""
    if kind not in KINDS:
        raise Invalid(f"La sorte d’identité {kind} n’existe pas.")
    return kind


def checked_slot(slot: int) -> int:
    """Return `slot` if it is 0 or 1, or raise Invalid."""
    if slot not in SLOTS:
        raise Invalid("Une adresse ne peut servir qu’à deux personnes.")
    return slot


def _hidden_who(
    label: str, key: bytes, *, petition: int, kind: int, slot: int, who: bytes
) -> bytes:
    head = dom(label) + u32(petition) + u8(checked_kind(kind)) + u8(checked_slot(slot))
    return _hmac_sha256(exactly(key, 32), head + who)


def _hmac_sha256(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
