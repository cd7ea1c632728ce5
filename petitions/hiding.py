"""What hides a signature in the public log, drawn by its signer's browser. Pure Python.

With JavaScript the browser keeps its secret, and sends what it computed from it; without, it sends
the secret, which is used once and forgotten (`ledger.md` §3).
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple

from ledger.sed1.commitments import KIND_EMAIL, LEVEL_EMAIL, commitment, geo_commitment
from ledger.sed1.receipts import OwnerReceipt
from petitions.errors import Malformed, OtherSlot

_HASH = re.compile(r"[0-9a-f]{64}")
_SLOT = re.compile(r"[01]")
_COMPUTED = ("lock", "identity", "geo_identity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What is signed, and as whom: all that a receipt says beside its secret.

    Attributes:
        text_hash: T of that version, 32 bytes.
        area: a code of `ledger.sed1.areas`.
        slot: 0, or 1 for the second person at an address.
    """

    petition: int
    version: int
    text_hash: bytes
    area: str
    level: int = LEVEL_EMAIL
    kind: int = KIND_EMAIL
    slot: int = 0


class Hidden(NamedTuple):
    """C and G: what the log, and the figures by département, hold of a signature."""

    commitment: bytes
    geo: bytes


@dataclass(frozen=True, slots=True)
class Computed:
    """What a browser with JavaScript sends: L, I and J, made for one slot."""

    slot: int
    lock: bytes
    identity: bytes
    geo_identity: bytes

    @property
    def only_slot(self) -> int | None:
        return self.slot

    def digest(self) -> bytes:
        """Return what tells the same POST from any other."""
        sent = bytes([self.slot]) + self.lock + self.identity + self.geo_identity
        return hashlib.sha256(sent).digest()

    def hide(self, signing: Signing, *, address: str) -> Hidden:
        """Return C and G; raise OtherSlot if they were computed for another slot.

        The browser was told the `address`: only it can tell whether it is in I and J.
        """
        if signing.slot != self.slot:
            raise OtherSlot
        return Hidden(
            commitment(
                petition=signing.petition,
                version=signing.version,
                text_hash=signing.text_hash,
                lock=self.lock,
                identity=self.identity,
            ),
            geo_commitment(
                petition=signing.petition,
                area=signing.area,
                level=signing.level,
                geo_identity=self.geo_identity,
            ),
        )

    def receipt(self, signing: Signing) -> None:
        """Return nothing: the browser alone can make it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a browser without JavaScript sends back: the secret that its page carried."""

    secret: bytes

    @property
    def only_slot(self) -> int | None:
        return None

    def digest(self) -> bytes:
        """Return what tells the same POST from any other; the secret cannot be found from it."""
        return hashlib.sha256(self.secret).digest()

    def hide(self, signing: Signing, *, address: str) -> Hidden:
        """Return C and G for a simple address."""
        receipt, who = self.receipt(signing), address.encode("ascii")
        return Hidden(receipt.commitment(who), receipt.geo(who))

    def receipt(self, signing: Signing) -> OwnerReceipt:
        """Return the receipt of its owner, form 1."""
        return OwnerReceipt(**asdict(signing), secret=self.secret)


type Choice = Computed | Drawn


def new_secret() -> str:
    """Return a fresh secret, in hexadecimal, for a page that works without JavaScript."""
    return secrets.token_hex(32)


def drawn_in(posted: Mapping[str, str]) -> Drawn:
    """Return what a page without JavaScript sent; raise Malformed if it is not whole."""
    return Drawn(_hash(posted, "secret"))


def computed_in(posted: Mapping[str, str]) -> Computed | None:
    """Return what a script computed, None if it has not yet; raise Malformed if not whole."""
    if not any(name in posted for name in ("slot", *_COMPUTED)):
        return None
    if not _SLOT.fullmatch(posted.get("slot", "")):
        raise Malformed
    return Computed(int(posted["slot"]), *(_hash(posted, name) for name in _COMPUTED))


def _hash(posted: Mapping[str, str], name: str) -> bytes:
    if not _HASH.fullmatch(posted.get(name, "")):
        raise Malformed
    return bytes.fromhex(posted[name])
