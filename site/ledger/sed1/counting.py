"""The recount: read every entry in order, and say what is counted and what is wrong (§2)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ledger.sed1.commitments import commitment, lock_of
from ledger.sed1.encoding import u8, u16, u32
from ledger.sed1.entries import (
    NO_DECISION,
    Amend,
    Annul,
    Close,
    Decision,
    Entry,
    FactRevision,
    Key,
    KeyDestroyed,
    Kind,
    Open,
    Paper,
    Reason,
    Sign,
    Tally,
    Unknown,
    Withdraw,
    parse_entry,
)
from ledger.tlog.errors import Invalid

FIRST_OPTIONAL_TYPE = 0x20  # an unknown type from here on changes no count
_SIGN_HEAD_BYTES = 7  # type, petition, version: what decides whether a SIGN counts
_SIGN_BYTES = 39


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong (or, in a notice, merely unknown) at `index`, as a French sentence."""

    index: int
    sentence: str


@dataclass(slots=True)
class PetitionCount:
    """What the entries read so far say of one petition."""

    petition: int
    texts: dict[int, bytes] = field(default_factory=dict)  # version: T
    online: int = 0
    sheets: dict[int, int] = field(default_factory=dict)  # sheet: valid lines
    closed: tuple[int, int] | None = None  # online and paper, as they were then
    key_destroyed: bool = False
    tally_day: int = -1  # of the last TALLY

    @property
    def paper(self) -> int:
        """Signatures on paper; shown beside `online`, never added to it."""
        return sum(self.sheets.values())


class Recount:
    """Count what the log holds, entry by entry.

    Memory: one bit an entry, and what petitions need (their versions, sheets, decisions);
    `strict` adds every C, to find one that stands twice.
    """

    def __init__(self, *, read_entry: Callable[[int], bytes], strict: bool = False) -> None:
        """Start from nothing; `read_entry(index)` returns an entry fed before, as it was fed."""
        self.size = 0
        self.petitions: dict[int, PetitionCount] = {}
        self.faults: list[Fault] = []
        self.notices: list[Fault] = []
        self._read_entry = read_entry
        self._live = bytearray()
        self._decisions: set[int] = set()
        self._signable: dict[bytes, PetitionCount] = {}  # by the head of a SIGN that counts
        self._strict = strict
        self._commitments: set[bytes] = set()

    def feed(self, index: int, data: bytes) -> None:
        """Read the next entry; an invalid one counts as nothing and is one more fault.

        Raises:
            Invalid: if `index` is not the one that follows; nothing was read then.
        """
        if index != self.size:
            raise Invalid(f"L’inscription {self.size} manque : on a lu la {index} à sa place.")
        self.size += 1
        if not index & 7:
            self._live.append(0)
        # Nearly every entry is a SIGN that counts: no parsing, one look-up.
        count = self._signable.get(data[:_SIGN_HEAD_BYTES])
        if count is not None and len(data) == _SIGN_BYTES:
            count.online += 1
            self._live[index >> 3] |= 1 << (index & 7)
            if self._strict:
                self._report_twice(index, data[_SIGN_HEAD_BYTES:])
            return
        try:
            self._apply(index, parse_entry(data))
        except Invalid as error:
            self.faults.append(Fault(index, str(error)))

    def is_live(self, index: int) -> bool:
        """Say whether the entry at `index` is a signature that still counts."""
        return 0 <= index < self.size and bool(self._live[index >> 3] & 1 << (index & 7))

    def _apply(self, index: int, entry: Entry | Unknown) -> None:
        match entry:
            case Sign():
                self._refuse_sign(entry)
            case Withdraw():
                self._withdraw(entry)
            case Annul():
                self._annul(index, entry)
            case Decision():
                self._decisions.add(index)
            case Key() | FactRevision():
                pass
            case Unknown():
                self._unknown(index, entry)
            case _:
                self._petition_step(entry)

    def _petition_step(self, entry: Open | Amend | Paper | Close | Tally | KeyDestroyed) -> None:
        match entry:
            case Open():
                self._open(entry)
            case Amend():
                self._amend(entry)
            case Paper():
                self._still_open(entry.petition).sheets[entry.sheet] = entry.lines
            case Close():
                self._close(entry)
            case Tally():
                self._tally(entry)
            case KeyDestroyed():
                self._destroy_key(entry)

    def _refuse_sign(self, entry: Sign) -> None:
        """Say why a SIGN that `feed` did not count is invalid."""
        self._still_open(entry.petition)
        raise Invalid(
            f"Signature d’une version {entry.version} que la pétition {entry.petition} n’a pas."
        )

    def _report_twice(self, index: int, c: bytes) -> None:
        """Report a C seen before. Both count: the figures must not depend on being strict."""
        if c in self._commitments:
            self.faults.append(Fault(index, "Le même engagement figure deux fois."))
        self._commitments.add(c)

    def _withdraw(self, entry: Withdraw) -> None:
        sign = self._live_sign(entry.index)
        count = self.petitions[sign.petition]
        opened = commitment(
            petition=sign.petition,
            version=sign.version,
            text_hash=count.texts[sign.version],
            lock=lock_of(entry.w),
            identity=entry.identity,
        )
        if opened != sign.commitment:
            raise Invalid(f"Ce retrait n’ouvre pas la signature {entry.index}.")
        self._remove(entry.index, count)

    def _annul(self, index: int, entry: Annul) -> None:
        count = self.petitions[self._live_sign(entry.index).petition]
        if entry.decision != NO_DECISION and entry.decision not in self._decisions:
            raise Invalid(f"L’annulation renvoie à {entry.decision}, qui n’est pas une décision.")
        if count.key_destroyed and entry.reason != Reason.COURT_ORDER:
            raise Invalid("Une fois la clé détruite, seul un juge peut faire annuler.")
        self._remove(entry.index, count)

    def _live_sign(self, index: int) -> Sign:
        if not self.is_live(index):
            raise Invalid(f"La ligne {index} n’est pas une signature encore comptée.")
        entry = parse_entry(self._read_entry(index))
        if not isinstance(entry, Sign):
            raise Invalid(f"La ligne {index}, relue, n’est plus une signature.")
        return entry

    def _remove(self, index: int, count: PetitionCount) -> None:
        self._live[index >> 3] &= ~(1 << (index & 7))
        count.online -= 1

    def _logged(self, petition: int) -> PetitionCount:
        try:
            return self.petitions[petition]
        except KeyError:
            raise Invalid(f"La pétition {petition} n’est pas ouverte dans le registre.") from None

    def _still_open(self, petition: int) -> PetitionCount:
        count = self._logged(petition)
        if count.closed is not None:
            raise Invalid(f"La pétition {petition} est close.")
        return count

    def _open(self, entry: Open) -> None:
        if entry.petition in self.petitions:
            raise Invalid(f"La pétition {entry.petition} est déjà ouverte.")
        count = self.petitions[entry.petition] = PetitionCount(entry.petition)
        self._add_version(count, entry)

    def _amend(self, entry: Amend) -> None:
        count = self._still_open(entry.petition)
        if entry.version != len(count.texts) + 1:
            raise Invalid(f"La version {entry.version} ne suit pas la version {len(count.texts)}.")
        self._add_version(count, entry)

    def _add_version(self, count: PetitionCount, entry: Open | Amend) -> None:
        count.texts[entry.version] = entry.text_hash
        self._signable[_sign_head(entry.petition, entry.version)] = count

    def _close(self, entry: Close) -> None:
        count = self._still_open(entry.petition)
        if (entry.online, entry.paper) != (count.online, count.paper):
            raise Invalid(
                f"La clôture dit {entry.online} en ligne et {entry.paper} sur papier ;"
                f" le registre compte {count.online} et {count.paper}."
            )
        count.closed = (entry.online, entry.paper)
        for version in count.texts:
            del self._signable[_sign_head(entry.petition, version)]

    def _tally(self, entry: Tally) -> None:
        count = self._logged(entry.petition)
        if entry.day <= count.tally_day:
            raise Invalid("Les chiffres par département de ce jour sont déjà publiés.")
        count.tally_day = entry.day

    def _destroy_key(self, entry: KeyDestroyed) -> None:
        count = self._logged(entry.petition)
        if count.closed is None:
            raise Invalid("La clé ne peut être détruite avant la clôture.")
        if count.key_destroyed:
            raise Invalid("La destruction de cette clé est déjà inscrite.")
        count.key_destroyed = True

    def _unknown(self, index: int, entry: Unknown) -> None:
        if entry.kind < FIRST_OPTIONAL_TYPE:
            raise Invalid("Ce vérificateur est trop ancien : il ne connaît pas ce type.")
        self.notices.append(Fault(index, f"Type {entry.kind:#04x} inconnu : il ne compte rien."))


def _sign_head(petition: int, version: int) -> bytes:
    return u8(Kind.SIGN) + u32(petition) + u16(version)
