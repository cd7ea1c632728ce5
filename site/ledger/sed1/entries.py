"""The entries of the log, to the byte: one type byte, then a body of a fixed length (§1)."""

import struct
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import ClassVar, Self

from ledger.sed1.encoding import exactly
from ledger.tlog.errors import Invalid

NO_DECISION = 2**64 - 1


class Kind(IntEnum):
    """The first byte of an entry."""

    SIGN = 0x01
    WITHDRAW = 0x02
    ANNUL = 0x03
    PAPER = 0x04
    OPEN = 0x10
    AMEND = 0x11
    CLOSE = 0x12
    TALLY = 0x20
    KEY_DESTROYED = 0x21
    KEY = 0x30
    DECISION = 0x40
    FACT = 0x41


class Reason(IntEnum):
    """Why an entry is annulled."""

    BY_MAIL = 1  # withdrawn by its signer, without a receipt
    FRAUD = 2
    COURT_ORDER = 3


class KeyUse(IntEnum):
    """What a key signs."""

    CHECKPOINT = 1
    PROMISE = 2


class KeyState(IntEnum):
    """What happens to a key."""

    BEGINS = 1
    ENDS = 2


# An enumeration of Python 3.11 refuses to say whether it has a plain number.
_REASONS, _KEY_USES, _KEY_STATES = frozenset(Reason), frozenset(KeyUse), frozenset(KeyState)


@dataclass(frozen=True, slots=True)
class _EntryBody:
    """What every entry can do: become bytes, and say which of its values are impossible."""

    KIND: ClassVar[Kind]
    LAYOUT: ClassVar[
        struct.Struct
    ]  # of the fields, in their order; every byte string is 32 bytes long

    def to_bytes(self) -> bytes:
        """Return the entry, type byte included; raise Invalid if a value does not fit."""
        self.check()
        values = [getattr(self, field.name) for field in fields(self)]
        for value in values:
            if isinstance(value, bytes):
                exactly(value, 32)
        try:
            return bytes([self.KIND]) + self.LAYOUT.pack(*values)
        except struct.error:
            raise Invalid("Un nombre de cette inscription est trop grand ou négatif.") from None

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the entry that `data` is, or raise Invalid if it is not of this kind."""
        entry = parse_entry(data)
        if not isinstance(entry, cls):
            raise Invalid("Cette ligne du registre n’est pas de la sorte attendue.")
        return entry

    def check(self) -> None:
        """Raise Invalid if a value has no meaning, whatever the rest of the log says."""


@dataclass(frozen=True, slots=True)
class Sign(_EntryBody):
    """One confirmed signature of one version of the text; `commitment` is C."""

    KIND = Kind.SIGN
    LAYOUT = struct.Struct(">IH32s")
    petition: int
    version: int
    commitment: bytes


@dataclass(frozen=True, slots=True)
class Withdraw(_EntryBody):
    """The signer opens the SIGN at `index` with `w` and `identity` (I); anybody can check it."""

    KIND = Kind.WITHDRAW
    LAYOUT = struct.Struct(">Q32s32s")
    index: int
    w: bytes
    identity: bytes


@dataclass(frozen=True, slots=True)
class Annul(_EntryBody):
    """The operator removes the SIGN at `index`; `decision` is an index, or NO_DECISION."""

    KIND = Kind.ANNUL
    LAYOUT = struct.Struct(">QBQ")
    index: int
    reason: int
    decision: int

    def check(self) -> None:
        if self.reason not in _REASONS:
            raise Invalid(f"Le motif d’annulation {self.reason} n’existe pas.")
        if (self.reason == Reason.BY_MAIL) != (self.decision == NO_DECISION):
            raise Invalid("L’annulation ne renvoie pas à la décision que son motif demande.")


@dataclass(frozen=True, slots=True)
class Paper(_EntryBody):
    """A paper sheet after its second reading: `lines` valid signatures; 0 cancels the sheet."""

    KIND = Kind.PAPER
    LAYOUT = struct.Struct(">IIH32s")
    petition: int
    sheet: int
    lines: int
    record_hash: bytes


@dataclass(frozen=True, slots=True)
class Open(_EntryBody):
    """A petition opens with version 1 of its text; `text_hash` is T."""

    KIND = Kind.OPEN
    LAYOUT = struct.Struct(">IH32s")
    petition: int
    version: int
    text_hash: bytes

    def check(self) -> None:
        if self.version != 1:
            raise Invalid("Une pétition s’ouvre avec la version 1 de son texte.")


@dataclass(frozen=True, slots=True)
class Amend(_EntryBody):
    """A petition gets its next version (2 or more); `text_hash` is the T of that version."""

    KIND = Kind.AMEND
    LAYOUT = struct.Struct(">IH32s")
    petition: int
    version: int
    text_hash: bytes

    def check(self) -> None:
        if self.version < 2:
            raise Invalid("La version d’un texte modifié commence à 2.")


@dataclass(frozen=True, slots=True)
class Close(_EntryBody):
    """A petition closes with these two figures."""

    KIND = Kind.CLOSE
    LAYOUT = struct.Struct(">IQQ")
    petition: int
    online: int
    paper: int


@dataclass(frozen=True, slots=True)
class Tally(_EntryBody):
    """The file of figures by département of one day (days since 1970, UTC) has this SHA-256."""

    KIND = Kind.TALLY
    LAYOUT = struct.Struct(">II32s")
    petition: int
    day: int
    file_hash: bytes


@dataclass(frozen=True, slots=True)
class KeyDestroyed(_EntryBody):
    """The operator states that the key of a closed petition exists no more."""

    KIND = Kind.KEY_DESTROYED
    LAYOUT = struct.Struct(">I")
    petition: int


@dataclass(frozen=True, slots=True)
class Key(_EntryBody):
    """An Ed25519 key of the log begins or ends."""

    KIND = Kind.KEY
    LAYOUT = struct.Struct(">BB32s")
    use: int
    state: int
    public: bytes

    def check(self) -> None:
        if self.use not in _KEY_USES or self.state not in _KEY_STATES:
            raise Invalid("L’usage ou l’état de cette clé n’existe pas.")


@dataclass(frozen=True, slots=True)
class Decision(_EntryBody):
    """A decision of moderators or of the operator; the hash of its object."""

    KIND = Kind.DECISION
    LAYOUT = struct.Struct(">32s")
    object_hash: bytes


@dataclass(frozen=True, slots=True)
class FactRevision(_EntryBody):
    """A revision of a fact; the hash of its object."""

    KIND = Kind.FACT
    LAYOUT = struct.Struct(">32s")
    object_hash: bytes


@dataclass(frozen=True, slots=True)
class Unknown:
    """An entry of a type that this version of the format does not have."""

    kind: int
    body: bytes


Entry = (
    Sign
    | Withdraw
    | Annul
    | Paper
    | Open
    | Amend
    | Close
    | Tally
    | KeyDestroyed
    | Key
    | Decision
    | FactRevision
)

_ENTRY_CLASSES: dict[int, type[Entry]] = {
    entry_class.KIND: entry_class
    for entry_class in (
        Sign,
        Withdraw,
        Annul,
        Paper,
        Open,
        Amend,
        Close,
        Tally,
        KeyDestroyed,
        Key,
        Decision,
        FactRevision,
    )
}


def parse_entry(data: bytes) -> Entry | Unknown:
    """Return the entry that `data` is, to its last byte; raise Invalid for any other bytes."""
    if not data:
        raise Invalid("Cette inscription est vide.")
    kind, body = data[0], data[1:]
    entry_class = _ENTRY_CLASSES.get(kind)
    if entry_class is None:
        return Unknown(kind, body)
    entry = entry_class(*entry_class.LAYOUT.unpack(exactly(body, entry_class.LAYOUT.size)))
    entry.check()
    return entry
