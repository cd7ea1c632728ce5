"""Strict reading of what every text of a log is made of: lines, numbers, hashes, base64."""

import re
from base64 import b64decode, b64encode

from ledger.tlog.errors import Invalid

NUMBER_END = 2**63  # C2SP bounds timestamps so; sizes and indexes are held to the same bound.

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_NOTE_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")  # A lone surrogate has no UTF-8.


def encode_base64(data: bytes) -> str:
    """Return the standard base64 of `data` (RFC 4648 §4)."""
    return b64encode(data).decode()


def decode_base64(text: str) -> bytes:
    """Return the bytes of a canonical base64 text: padded, no stray bit, nothing between."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        raise Invalid("Ce texte en base64 est abîmé.") from None
    if encode_base64(data) != text:
        raise Invalid("Ce texte en base64 n’est pas écrit comme il se doit.")
    return data


def decode_hash(text: str) -> bytes:
    """Return the 32 bytes of a SHA-256 hash written in base64."""
    data = decode_base64(text)
    if len(data) != 32:
        raise Invalid("Cette empreinte n’a pas 32 octets.")
    return data


def decode_number(text: str) -> int:
    """Return a decimal number from 0 to 2⁶³ − 1, written without sign or leading zero."""
    if not _DECIMAL.fullmatch(text) or int(text) >= NUMBER_END:
        raise Invalid("Ce nombre n’est pas écrit comme il se doit, ou il est trop grand.")
    return int(text)


def as_text(given: str | bytes) -> str:
    """Return the text of strict UTF-8; a text is returned as it is.

    A file is best given as bytes: reading it as text may change the ends of its lines.
    """
    try:
        return given.decode() if isinstance(given, bytes) else given
    except UnicodeDecodeError:
        raise Invalid("Ce texte n’est pas en UTF-8.") from None


def check_lines(text: str) -> None:
    """Refuse a text that is not whole lines, or has a control character (signed-note, Format)."""
    if _NOTE_FORBIDDEN.search(text):
        raise Invalid("Ce texte contient un caractère interdit.")
    if not text.endswith("\n"):
        raise Invalid("Ce texte est coupé : il manque la fin de la dernière ligne.")
