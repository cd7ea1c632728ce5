"""What one person typed to sign, and the forms in which it is compared. Pure Python."""

import json
import unicodedata
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """What the sign form asks for; `address` is a simple address."""

    name: str
    address: str
    postcode: str
    wants_news: bool = False

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
