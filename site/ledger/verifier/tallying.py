"""Check the figures by département of a petition against the log, file by file (§5)."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ledger.sed1.counting import Recount
from ledger.sed1.entries import Kind, Tally, parse_entry
from ledger.sed1.tallies import TallyFile, TallyState, cell_order, parse_tally
from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import VerifierKey
from ledger.verifier.findings import Finding, good, noted, number_in_words, plural, wrong
from ledger.verifier.reading import Log, needed
from ledger.verifier.recounting import recounted, took

DAYS_BYTES_MAX = 2**20
TALLY_BYTES_MAX = 2**26  # A million signatures a day, each a line of 65 bytes.
LEVEL_WORDS = {1: "par courriel", 2: "au guichet", 4: "par un fournisseur d’identité"}
AREA_WORDS = {"00": "sans département indiqué", "99": "à l’étranger"}


@dataclass
class TallyWatch:
    """What a recount sees of one petition's tallies: their entries, and its count at sizes."""

    petition: int

    def __post_init__(self) -> None:
        self.logged: dict[int, Tally] = {}  # by index
        self._online = 0
        self._ups, self._downs = bytearray(), bytearray()  # two bits an entry

    def __call__(self, index: int, entry: bytes, recount: Recount) -> None:
        if not index & 7:
            self._ups.append(0)
            self._downs.append(0)
        count = recount.petitions.get(self.petition)
        if count is not None and count.online != self._online:
            moves = self._ups if count.online > self._online else self._downs
            moves[index >> 3] |= 1 << (index & 7)
            self._online = count.online
        if entry[:1] == bytes([Kind.TALLY]) and took(recount, index):
            tally = parse_entry(entry)
            if isinstance(tally, Tally) and tally.petition == self.petition:
                self.logged[index] = tally

    def online_at(self, size: int) -> int:
        """Return the online count of the log's first `size` entries: each moves it by one."""
        mask = (1 << size) - 1
        ups, downs = (int.from_bytes(each, "little") & mask for each in (self._ups, self._downs))
        return ups.bit_count() - downs.bit_count()


def served_tally(log: Log, *, petition: int, day: int) -> TallyFile:
    """Return the figures of one day, or raise Invalid."""
    path = f"ventilation/{petition}/{day}.txt"
    tally = parse_tally(needed(log, path, limit=TALLY_BYTES_MAX))
    if (tally.petition, tally.day) != (petition, day):
        raise Invalid(f"Le fichier « {path} » n’est pas celui de cette pétition et de ce jour.")
    return tally


def tally_findings(
    log: Log, *, checkpoint: Checkpoint, signers: Collection[VerifierKey], petition: int
) -> Iterator[Finding]:
    """Yield what is right and wrong in all the figures by département of a petition."""
    days = frozenset(_days(log, petition))
    watch = TallyWatch(petition)
    recount = recounted(log, checkpoint=checkpoint, signers=signers, watch=watch)
    if petition not in recount.petitions:
        raise Invalid(f"La pétition {petition} n’est pas dans le registre.")
    state = TallyState()
    faults = list(_tally_faults(log, days, watch, state))
    yield from faults
    if not days and not faults:
        yield noted(f"La pétition {petition} n’a pas encore de chiffres par département.")
    elif state.last is not None:
        yield from _state_findings(state, state.last)


def _tally_faults(
    log: Log, days: frozenset[int], watch: TallyWatch, state: TallyState
) -> Iterator[Finding]:
    """Yield what is wrong or too new; add up in `state` the files that follow each other.

    Only files that the log names are read, and one at a time.
    """
    logged = {tally.day: (index, tally) for index, tally in watch.logged.items()}
    last_logged = max(logged, default=-1)
    for day in sorted(days | logged.keys()):
        if day not in days:
            yield wrong(f"Les chiffres du jour {day} sont inscrits, mais ne sont pas publiés.")
        elif day > last_logged:
            # Files are published before the checkpoint that logs them.
            yield noted(
                f"Les chiffres du jour {day} ne sont pas encore sous un point de contrôle signé."
            )
        elif day not in logged:
            yield wrong(f"Les chiffres du jour {day} sont publiés, mais ne sont pas inscrits.")
        else:
            try:
                tally = served_tally(log, petition=watch.petition, day=day)
                _check_tally_file(tally, *logged[day], watch)
                state.add(tally)
            except Invalid as error:
                yield wrong(f"Chiffres du jour {day} : {error}")


def _check_tally_file(tally: TallyFile, index: int, logged: Tally, watch: TallyWatch) -> None:
    if tally.digest() != logged.file_hash:
        raise Invalid("Ce ne sont pas ceux dont le registre garde l’empreinte.")
    if tally.size > index:
        raise Invalid("Ils comptent des inscriptions plus récentes qu’eux.")
    online = watch.online_at(tally.size)
    if tally.active != online:
        raise Invalid(
            f"Ils comptent {number_in_words(tally.active)} signatures en ligne ;"
            f" le registre en compte {number_in_words(online)}."
        )


def _state_findings(state: TallyState, last: TallyFile) -> Iterator[Finding]:
    signatures = plural(last.active, "signature", "signatures")
    yield good(
        f"Les chiffres de la pétition {last.petition} s’accordent avec le registre jusqu’au jour"
        f" {last.day} : {signatures} en ligne, dont {number_in_words(last.waiting)} à placer."
    )
    for area, level in sorted(state.cells, key=cell_order):
        number = plural(state.cells[area, level], "signature", "signatures")
        yield noted(f"{place_words(area, level)} : {number}.")


def place_words(area: str, level: int) -> str:
    """Return « Département 48, par courriel »."""
    place = AREA_WORDS.get(area, f"département {area}")
    return f"{place[0].upper()}{place[1:]}, {LEVEL_WORDS[level]}"


def _days(log: Log, petition: int) -> list[int]:
    """Return the days that a petition's figures are published for, as its index says."""
    data = log.read(f"ventilation/{petition}/", limit=DAYS_BYTES_MAX)
    if data is None:
        return []
    try:
        days = json.loads(data)["days"]
    except (ValueError, KeyError, TypeError, RecursionError):
        days = None
    if not isinstance(days, list) or not all(type(day) is int and day >= 0 for day in days):
        raise Invalid(f"La liste des jours de la pétition {petition} n’est pas lisible.")
    return days
