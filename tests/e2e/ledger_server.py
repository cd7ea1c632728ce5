"""What the site answers to the script that confirms a signature, as protocol and log say it."""

from dataclasses import replace
from hashlib import sha256
from time import time
from typing import Any

from ledger.sed1.promises import Promise, before_at
from ledger.tlog.notes import public_of, sign_note
from tests.ledger.verifier.written_log import (
    ORIGIN,
    PETITION,
    PROMISE_KEY,
    PROMISE_SEED,
    TEXT_HASH,
    address,
)

CONFIRM = "/petitions/x/confirmer/abc/"
RECEIPT = "/petitions/x/recu/def/"


class Server:
    """The server's side of one confirmation."""

    def __init__(self, slot: int = 0) -> None:
        self.slot = slot
        self.area = "48"
        self.lost = 0  # answers to lose after having recorded
        self.recorded: dict[str, str] | None = None
        self.geo = ""  # what to answer instead of the true G
        self.key_seed = PROMISE_SEED
        self.origin = ORIGIN
        self.before = before_at(int(time()))

    def __call__(self, form: dict[str, str]) -> tuple[int, dict[str, Any] | str]:
        if form["code"] != "123456":
            return 422, {"error": "Ce code n’est pas le bon."}
        if "lock" not in form:
            return 200, self.wish() if self.recorded is None else "<title>Déjà confirmée</title>"
        if int(form["slot"]) != self.slot:
            return 409, self.wish()
        if self.recorded is not None and self.recorded != form:
            return 200, {"already": True}
        self.recorded = form
        if self.lost:
            self.lost -= 1
            return 502, {}
        return 200, self.recording(form)

    def wish(self) -> dict[str, Any]:
        return {
            "petition": PETITION,
            "version": 1,
            "text_hash": TEXT_HASH.hex(),
            "kind": 1,
            "slot": self.slot,
            "address": address(400),
            "area": self.area,
            "level": 1,
        }

    def recording(self, form: dict[str, str]) -> dict[str, Any]:
        locked = b"".join(bytes.fromhex(form[key]) for key in ("lock", "identity"))
        head = PETITION.to_bytes(4) + (1).to_bytes(2) + TEXT_HASH
        c = sha256(b"\x09sed1/leaf" + head + locked).digest()
        area = f"{self.area} \x01".encode()
        place = PETITION.to_bytes(4) + area + bytes.fromhex(form["geo_identity"])
        g = sha256(b"\x08sed1/geo" + place).digest()
        promise = Promise(self.origin, PETITION, 1, c, g, self.before).text()
        return {
            "commitment": c.hex(),
            "geo": self.geo or g.hex(),
            "promise": sign_note(promise, name=PROMISE_KEY.name, seed=self.key_seed),
            "promise_key": str(replace(PROMISE_KEY, public=public_of(self.key_seed))),
            "receipt": RECEIPT,
        }
