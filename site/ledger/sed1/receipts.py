"""What a signer keeps: the `extra` of a receipt, for its owner or to show to others (§3)."""

from dataclasses import dataclass, fields
from typing import Any

from ledger.sed1.areas import AREA_BYTES, padded, parse_area
from ledger.sed1.commitments import (
    checked_kind,
    checked_level,
    checked_slot,
    commitment,
    geo_commitment,
    geo_identity,
    identity,
    lock_of,
    secrets_of,
)
from ledger.sed1.encoding import Reader, exactly, u8, u16, u32
from ledger.tlog.errors import Invalid

OWNER_FORM = 1
SHOWN_FORM = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReceiptHead:
    """What both forms say, and how each opens its commitments for a person (`who`, bytes)."""

    petition: int
    version: int
    text_hash: bytes
    area: str
    level: int
    kind: int
    slot: int

    def keys(self) -> tuple[bytes, bytes, bytes]:
        """Return L, r and r2."""
        raise NotImplementedError

    def identity(self, who: bytes) -> bytes:
        """Return I for `who`."""
        _, r, _ = self.keys()
        return identity(r, petition=self.petition, kind=self.kind, slot=self.slot, who=who)

    def geo_identity(self, who: bytes) -> bytes:
        """Return J for `who`."""
        _, _, r2 = self.keys()
        return geo_identity(r2, petition=self.petition, kind=self.kind, slot=self.slot, who=who)

    def commitment(self, who: bytes) -> bytes:
        """Return the C that the log holds if the receipt is that of `who`."""
        lock, _, _ = self.keys()
        return commitment(
            petition=self.petition,
            version=self.version,
            text_hash=self.text_hash,
            lock=lock,
            identity=self.identity(who),
        )

    def geo(self, who: bytes) -> bytes:
        """Return the G that a tally holds if the receipt is that of `who`."""
        return geo_commitment(
            petition=self.petition,
            area=self.area,
            level=self.level,
            geo_identity=self.geo_identity(who),
        )

    def head_bytes(self, form: int) -> bytes:
        return (
            u8(form)
            + u32(self.petition)
            + u16(self.version)
            + exactly(self.text_hash, 32)
            + padded(self.area)
            + u8(checked_level(self.level))
            + u8(checked_kind(self.kind))
            + u8(checked_slot(self.slot))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerReceipt(_ReceiptHead):
    """Form 1: holds s, so whoever has it can also withdraw."""

    secret: bytes

    def keys(self) -> tuple[bytes, bytes, bytes]:
        secrets = secrets_of(self.secret)
        return lock_of(secrets.w), secrets.r, secrets.r2

    def w(self) -> bytes:
        """Return the secret that a WITHDRAW publishes."""
        return secrets_of(self.secret).w

    def to_bytes(self) -> bytes:
        """Return 77 bytes; raise Invalid if a value does not fit."""
        return self.head_bytes(OWNER_FORM) + exactly(self.secret, 32)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReceipt(_ReceiptHead):
    """Form 2: opens everything and cannot withdraw."""

    lock: bytes
    r: bytes
    r2: bytes

    def keys(self) -> tuple[bytes, bytes, bytes]:
        return self.lock, self.r, self.r2

    def to_bytes(self) -> bytes:
        """Return 141 bytes; raise Invalid if a value does not fit."""
        rest = exactly(self.lock, 32) + exactly(self.r, 32) + exactly(self.r2, 32)
        return self.head_bytes(SHOWN_FORM) + rest


def shown(owner: OwnerReceipt) -> ShownReceipt:
    """Return the receipt to show to others: the same, without the power to withdraw."""
    head = {field.name: getattr(owner, field.name) for field in fields(_ReceiptHead)}
    lock, r, r2 = owner.keys()
    return ShownReceipt(**head, lock=lock, r=r, r2=r2)


def parse_receipt(extra: bytes) -> OwnerReceipt | ShownReceipt:
    """Return the receipt that `extra` is, of form 1 or 2; raise Invalid for any other bytes."""
    reader = Reader(extra)
    form = reader.integer(1)
    head: dict[str, Any] = {
        "petition": reader.integer(4),
        "version": reader.integer(2),
        "text_hash": reader.piece(32),
        "area": parse_area(reader.piece(AREA_BYTES)),
        "level": checked_level(reader.integer(1)),
        "kind": checked_kind(reader.integer(1)),
        "slot": checked_slot(reader.integer(1)),
    }
    receipt: OwnerReceipt | ShownReceipt
    if form == OWNER_FORM:
        receipt = OwnerReceipt(**head, secret=reader.piece(32))
    elif form == SHOWN_FORM:
        lock, r, r2 = reader.piece(32), reader.piece(32), reader.piece(32)
        receipt = ShownReceipt(**head, lock=lock, r=r, r2=r2)
    else:
        raise Invalid(f"Ce reçu est d’une forme inconnue ({form}).")
    reader.end()
    return receipt
