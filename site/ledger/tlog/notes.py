"""Signed notes (C2SP signed-note): a text, and lines by which known keys answer for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ledger.tlog.errors import Invalid
from ledger.tlog.texts import NUMBER_END, as_text, check_lines, decode_base64, encode_base64

ED25519 = 1
COSIGNATURE_V1 = 4
NOTE_SIGNATURES_MAX = 100
KEY_ID_BYTES = 4

_KEY_ID_HEX = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name and what it signs; written as a vkey (section Verifier keys).

    Args:
        name: not empty, without any Unicode space or plus.
        kind: ED25519 or COSIGNATURE_V1.
        public: the 32 bytes of an Ed25519 public key.
    """

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        _check_key_name(self.name)
        if self.kind not in (ED25519, COSIGNATURE_V1):
            raise Invalid("Ce type de clé n’est pas reconnu ici.")
        if len(self.public) != 32:
            raise Invalid("Une clé publique a 32 octets.")

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell, with the name, which key made a signature."""
        named = f"{self.name}\n".encode() + bytes([self.kind]) + self.public
        return sha256(named).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        material = encode_base64(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{material}"


@dataclass(frozen=True)
class NoteSignature:
    """One signature line; `signature` is what follows the key's number, at least one byte."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """Return the line, with its end."""
        return signature_line(self.name, self.key_id, self.signature)


@dataclass(frozen=True)
class SignedNote:
    """A note as it is written, its signatures not yet checked."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def note(self) -> str:
        """Return the note exactly as it was read."""
        return f"{self.text}\n" + "".join(each.line() for each in self.signatures)


@dataclass(frozen=True)
class OpenedNote:
    """A note that known keys signed; `times` has, for each cosigner, its latest Unix time."""

    text: str
    signed_by: tuple[VerifierKey, ...]
    times: dict[VerifierKey, int]


def parse_vkey(text: str) -> VerifierKey:
    """Return the key of a `name+number+key` text."""
    name, _, rest = text.partition("+")
    number, _, material = rest.partition("+")
    data = decode_base64(material)
    if not _KEY_ID_HEX.fullmatch(number) or not data:
        raise Invalid("Cette clé publique n’est pas écrite comme il se doit.")
    key = VerifierKey(name=name, kind=data[0], public=data[1:])
    if key.key_id.hex() != number:
        raise Invalid("Le numéro de cette clé publique ne lui correspond pas.")
    return key


def public_of(seed: bytes) -> bytes:
    """Return the 32 bytes of the public key of an Ed25519 seed of 32 bytes."""
    # Not `public_bytes_raw`: the library of Debian 12 (38) does not have it.
    public = _ed25519_private_key(seed).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign_bytes(message: bytes, *, seed: bytes) -> bytes:
    """Return the 64 bytes of the Ed25519 signature of `message`."""
    return _ed25519_private_key(seed).sign(message)


def sign_note(text: str, *, name: str, seed: bytes) -> str:
    """Return the whole note: `text` (whole lines), a blank line, one Ed25519 signature line."""
    check_lines(text)
    key = VerifierKey(name=name, kind=ED25519, public=public_of(seed))
    return f"{text}\n" + signature_line(name, key.key_id, sign_bytes(text.encode(), seed=seed))


def signature_line(name: str, key_id: bytes, signature: bytes) -> str:
    """Return one signature line, with its end."""
    return f"— {name} {encode_base64(key_id + signature)}\n"


def add_signature(note: str, line: str) -> str:
    """Return `note` with one more signature line, which ends with a newline."""
    check_lines(line)
    _parse_signature_line(line[:-1])
    return parse_note(note + line).note()


def parse_note(note: str | bytes) -> SignedNote:
    """Return the text and the signatures of a note (section Format), none of them checked."""
    whole = as_text(note)
    check_lines(whole)
    # The text may have empty lines too: the last one parts it from the signatures.
    text, blank, lines = whole[:-1].rpartition("\n\n")
    if not blank:
        raise Invalid("Il manque la ligne vide avant les signatures de ce texte.")
    signatures = tuple(_parse_signature_line(line) for line in lines.split("\n"))
    if len(signatures) > NOTE_SIGNATURES_MAX:
        raise Invalid("Ce texte porte trop de signatures.")
    return SignedNote(text=f"{text}\n", signatures=signatures)


def open_note(note: str | bytes, keys: Iterable[VerifierKey]) -> OpenedNote:
    """Return a note's text and which of `keys` signed it (section Signatures).

    Signatures of unknown keys are ignored. Raises Invalid if no known key signed, or if one
    signature by a known key is wrong.
    """
    signed = parse_note(note)
    known = {(key.name, key.key_id): key for key in keys}
    times: dict[VerifierKey, int] = {}
    signed_by: dict[VerifierKey, None] = {}
    for each in signed.signatures:
        key = known.get((each.name, each.key_id))
        if key is None:
            continue
        time = _check_note_signature(key, each.signature, signed.text)
        signed_by[key] = None
        if time is not None:
            times[key] = max(time, times.get(key, 0))
    if not signed_by:
        raise Invalid("Aucune clé connue n’a signé ce texte.")
    return OpenedNote(text=signed.text, signed_by=tuple(signed_by), times=times)


def cosigned_message(text: str, *, time: int) -> bytes:
    """Return what a cosigner signs (tlog-cosignature, Ed25519 signed message).

    `text` is a checkpoint's text; `time` is in Unix seconds, from 0 to 2⁶³ − 1.
    """
    if not 0 <= time < NUMBER_END:
        raise Invalid("La date de cette signature est impossible.")
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _check_note_signature(key: VerifierKey, signature: bytes, text: str) -> int | None:
    """Raise Invalid unless `key` signed `text`; return the time that a cosignature states."""
    time, message = None, text.encode()
    if key.kind == COSIGNATURE_V1:
        time, signature = int.from_bytes(signature[:8]), signature[8:]
        message = cosigned_message(text, time=time)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except InvalidSignature:
        raise Invalid(
            f"Ce texte signé est abîmé ou faux : la signature de {key.name} ne lui va pas."
        ) from None
    return time


def _parse_signature_line(line: str) -> NoteSignature:
    mark, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if mark != "—":
        raise Invalid("Une ligne de signature n’est pas écrite comme il se doit.")
    _check_key_name(name)
    data = decode_base64(encoded)
    if len(data) <= KEY_ID_BYTES:
        raise Invalid("Une signature est vide.")
    return NoteSignature(name=name, key_id=data[:KEY_ID_BYTES], signature=data[KEY_ID_BYTES:])


def _check_key_name(name: str) -> None:
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise Invalid("Le nom de cette clé est vide, ou contient une espace ou un plus.")
    check_lines(f"{name}\n")


def _ed25519_private_key(seed: bytes) -> Ed25519PrivateKey:
    if len(seed) != 32:
        raise Invalid("Une clé secrète a 32 octets.")
    return Ed25519PrivateKey.from_private_bytes(seed)
