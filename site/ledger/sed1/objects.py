"""Objects whose hash the log holds: JSON in the one form that RFC 8785 gives it (§1)."""

import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ledger.tlog.errors import Invalid

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 32
_OBJECT_KEY = re.compile(r"[a-z_]+")
_OBJECT_NONCE = re.compile(r"[0-9a-f]{64}")


def canonical(value: Mapping[str, object]) -> bytes:
    """Return the bytes of an object of the log; raise Invalid if it cannot be one.

    Keys match `[a-z_]+`, strings are NFC, integers lie below 2⁵³ in absolute value, no floats, at
    most 32 levels; `kind` is a word, `nonce` 64 lower-case hexadecimal digits.
    """
    kind, nonce = value.get("kind"), value.get("nonce")
    if not (isinstance(kind, str) and kind):
        raise Invalid("L’objet ne dit pas de quelle sorte il est.")
    if not (isinstance(nonce, str) and _OBJECT_NONCE.fullmatch(nonce)):
        raise Invalid("L’objet n’a pas de nonce de 64 chiffres hexadécimaux.")
    return canonical_json(value)


def canonical_json(value: Mapping[str, object]) -> bytes:
    """Return `value` in canonical JSON, whatever its keys; raise Invalid as `canonical` does."""
    _check_json(dict(value), DEEPEST)
    text = json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8")


def digest(data: bytes) -> bytes:
    """Return the SHA-256 that the log holds of an object's bytes."""
    return hashlib.sha256(data).digest()


def parse_object(data: bytes) -> dict[str, Any]:
    """Return the object whose canonical bytes are `data`; raise Invalid for any other bytes."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):  # a wrong encoding and a huge number are ValueErrors too
        raise Invalid("L’objet n’est pas du JSON lisible.") from None
    if not isinstance(value, dict):
        raise Invalid("L’objet n’est pas un ensemble de champs.")
    if canonical(value) != data:
        raise Invalid("L’objet n’est pas écrit sous sa forme unique.")
    return value


def new_nonce() -> str:
    """Return 64 random hexadecimal digits: without them, nobody can guess an erased object."""
    return secrets.token_hex(32)


def _check_json(value: object, levels: int) -> None:
    match value:
        case None | bool():
            pass
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise Invalid("Un nombre de l’objet dépasse 2⁵³.")
        case str():
            _check_json_text(value)
        case dict() | list() | tuple():
            _check_json_inside(value, levels - 1)
        case _:
            raise Invalid("Une valeur de l’objet n’est ni un texte, ni un entier, ni une liste.")


def _check_json_inside(value: dict[object, object] | Sequence[object], levels: int) -> None:
    if levels < 0:
        raise Invalid("L’objet a trop de niveaux.")
    inside: Iterable[object] = value
    if isinstance(value, dict):
        if not all(isinstance(key, str) and _OBJECT_KEY.fullmatch(key) for key in value):
            raise Invalid("Un champ de l’objet a un nom interdit.")
        inside = value.values()
    for inner in inside:
        _check_json(inner, levels)


def _check_json_text(text: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        raise Invalid("Un texte de l’objet n’est pas en forme NFC.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Invalid("Un texte de l’objet contient un demi-caractère.")
