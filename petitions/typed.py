"""What one person typed to sign, and the forms in which it is compared. Pure Python."""

import json
import unicodedata
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """What the sign form asks for, and what is sealed beside it; `address` is a simple address.

    `area` is the code of the département, given only where `postcode` straddles two; `country`
    that of another country than France, where `postcode` may be empty.

    `network` is the keyed tag of where it was typed, in hexadecimal; `held_until` the moment, in
    ISO 8601, before which no letter goes. Both are empty when nothing is known or held.
    """

    name: str
    address: str
    postcode: str
    wants_news: bool = False
    network: str = ""
    held_until: str = ""
    area: str = ""
    country: str = ""

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Typed":
        return cls(**json.loads(data))


def comparable_name(name: str) -> str:
    """Return `name` without case, accents, marks or order: « DUPONT Zoé » is « Zoé Dupont »."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        letter if letter.isalnum() else " "
        for letter in decomposed
        if not unicodedata.combining(letter)
    )
    return " ".join(sorted(letters.split()))


def comparable_postcode(postcode: str) -> str:
    """Return `postcode` in upper case without spaces or hyphens: « sw1a 1aa » is « SW1A1AA »."""
    folded = unicodedata.normalize("NFKC", postcode).upper()
    return "".join(letter for letter in folded if letter.isalnum())
