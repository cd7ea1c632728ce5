"""The promise shown until an entry is sealed: the text of a note, and when it is due (§3)."""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from ledger.sed1.encoding import exactly, u16, u32, u64
from ledger.tlog.errors import Invalid

HOUR = 3600
HOURS_TO_SEAL = 25
_PROMISE = re.compile(
    r"(?P<origin>[!-*,-~]+)/promesse\n"
    r"petition (?P<petition>0|[1-9][0-9]{0,9})\n"
    r"version (?P<version>0|[1-9][0-9]{0,4})\n"
    r"c (?P<commitment>[A-Za-z0-9+/]{43}=)\n"
    r"g (?P<geo>[A-Za-z0-9+/]{43}=)\n"
    r"before (?P<before>0|[1-9][0-9]{0,19})\n"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """The SIGN with `commitment` (C) will be in the log by `before` (Unix time, a whole hour)."""

    origin: str  # of the log, without « /promesse »
    petition: int
    version: int
    commitment: bytes
    geo: bytes  # G
    before: int

    def text(self) -> str:
        """Return the text to sign; raise Invalid if a value does not fit."""
        for number, encode in ((self.petition, u32), (self.version, u16), (self.before, u64)):
            encode(number)
        if self.before % HOUR:
            raise Invalid("L’échéance d’une promesse est une heure ronde.")
        text = (
            f"{self.origin}/promesse\n"
            f"petition {self.petition}\n"
            f"version {self.version}\n"
            f"c {b64encode(exactly(self.commitment, 32)).decode()}\n"
            f"g {b64encode(exactly(self.geo, 32)).decode()}\n"
            f"before {self.before}\n"
        )
        if not _PROMISE.fullmatch(text):
            raise Invalid("L’origine de cette promesse ne peut pas être celle d’un registre.")
        return text


def parse_promise(text: str) -> Promise:
    """Return the promise whose `text()` is `text`; raise Invalid for anything else."""
    found = _PROMISE.fullmatch(text)
    if not found:
        raise Invalid("Cette promesse n’a pas les six lignes attendues.")
    promise = Promise(
        origin=found["origin"],
        petition=int(found["petition"]),
        version=int(found["version"]),
        commitment=b64decode(found["commitment"]),
        geo=b64decode(found["geo"]),
        before=int(found["before"]),
    )
    if promise.text() != text:  # base64 with stray last bits
        raise Invalid("Une valeur de cette promesse n’est pas écrite sous sa forme unique.")
    return promise


def before_at(now: int) -> int:
    """Return when a promise made at `now` (Unix time, seconds) is due: a whole hour, 24-25 h on."""
    return HOUR * (now // HOUR + HOURS_TO_SEAL)
