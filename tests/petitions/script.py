"""What the script of the confirmation page does, in Python."""

from base64 import b64encode
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

from django.test import Client

from ledger.sed1.commitments import lock_of, secrets_of
from ledger.sed1.receipts import OwnerReceipt


@dataclass
class Script:
    """One tab of a browser with JavaScript, at the page `address`, with what was typed there."""

    client: Client
    address: str
    typed: dict[str, str]
    secret: bytes = field(default_factory=lambda: token_bytes(32))

    def post(self, **values: Any) -> Any:
        """Post what was typed, with `values`, as the script does."""
        headers = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
        return self.client.post(self.address, self.typed | values, headers=headers)

    def confirm(self) -> Any:
        """Do both steps; return the second answer."""
        return self.post(**self.values(self.post().json()))

    def values(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Return what the script sends, from what the first answer says."""
        receipt, who = self.receipt(wish), wish["address"].encode()
        return {
            "slot": wish["slot"],
            "lock": lock_of(secrets_of(self.secret).w).hex(),
            "identity": receipt.identity(who).hex(),
            "geo_identity": receipt.geo_identity(who).hex(),
        }

    def receipt(self, wish: dict[str, Any]) -> OwnerReceipt:
        """Return the receipt that the script keeps."""
        numbers = {name: wish[name] for name in ("petition", "version", "level", "kind", "slot")}
        text_hash = bytes.fromhex(wish["text_hash"])
        return OwnerReceipt(**numbers, area=wish["area"], text_hash=text_hash, secret=self.secret)

    def extra(self, wish: dict[str, Any]) -> str:
        return b64encode(self.receipt(wish).to_bytes()).decode()
