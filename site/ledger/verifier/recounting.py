"""Read a whole log again: its root, and what it counts, in one pass and little memory."""

import sys
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from ledger.sed1.counting import PetitionCount, Recount
from ledger.sed1.entries import Key, KeyState, KeyUse, Kind, parse_entry
from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import HASH_BYTES, leaf_hash, row_root
from ledger.tlog.notes import VerifierKey
from ledger.tlog.tiles import TILE_WIDTH, append, root
from ledger.verifier.findings import Finding, good, noted, number_in_words, plural, wrong
from ledger.verifier.reading import Log, Unreadable
from ledger.verifier.tiling import read_bundle

BUNDLES_KEPT = 256
BAR_WIDTH = 40
FAULTS_KEPT = 100

Watch = Callable[[int, bytes, Recount], None]
"""See an entry's index and bytes just after the recount took it."""


class LogReading:
    """A log of `size` entries read bundle by bundle, in order.

    Memory: the right edge of the tree, and the root of each bundle, which is one bit an entry:
    an entry read again is believed only if its whole bundle still has that root.
    """

    def __init__(self, log: Log, size: int) -> None:
        self._log = log
        self._size = size
        self._edge: dict[int, bytes] = {}  # the last tile of each level
        self._roots = bytearray()
        self._number = -1
        self._entries: list[bytes] = []
        self._bundle_again = lru_cache(maxsize=BUNDLES_KEPT)(self._read_again)

    def bundles(self) -> Iterator[list[bytes]]:
        """Yield the entries of each bundle, the last one perhaps with fewer than 256."""
        for start in range(0, self._size, TILE_WIDTH):
            self._number = start // TILE_WIDTH
            self._entries = read_bundle(self._log, number=self._number, size=self._size)
            leaves = [leaf_hash(entry) for entry in self._entries]
            for (level, _), tile in append(self._tile, size=start, leaves=leaves).items():
                self._edge[level] = tile
            if len(leaves) == TILE_WIDTH:
                self._roots += self._edge[1][-HASH_BYTES:]
            yield self._entries

    def root(self) -> bytes:
        """Return the root of what was read, once all bundles were."""
        return root(self._tile, size=self._size)

    def entry(self, index: int) -> bytes:
        """Return an entry read before; raise Unreadable if the log gives another one now."""
        number, place = divmod(index, TILE_WIDTH)
        entries = self._entries if number == self._number else self._bundle_again(number)
        return entries[place]

    def _tile(self, level: int, number: int) -> bytes:
        return self._edge[level]

    def _read_again(self, number: int) -> list[bytes]:
        try:
            entries = read_bundle(self._log, number=number, size=self._size)
        except Invalid as error:
            raise Unreadable(str(error)) from None
        known = self._roots[number * HASH_BYTES : (number + 1) * HASH_BYTES]
        if row_root(b"".join(map(leaf_hash, entries))) != known:
            raise Unreadable("Le registre change pendant qu’on le lit.")
        return entries


class BoundedRecount(Recount):
    """A recount that keeps the first faults and notices only, and how many more there were."""

    more_faults = 0
    more_notices = 0

    def forget_more(self) -> None:
        """Drop what is beyond the first hundred: a hostile log may be wrong at every entry."""
        self.more_faults += len(self.faults[FAULTS_KEPT:])
        self.more_notices += len(self.notices[FAULTS_KEPT:])
        del self.faults[FAULTS_KEPT:], self.notices[FAULTS_KEPT:]


class KeyHistory:
    """Which checkpoint keys a log that is recounted says it has; an end is for ever."""

    def __init__(self) -> None:
        self._begun: set[bytes] = set()
        self._ended: set[bytes] = set()

    def __call__(self, index: int, entry: bytes, recount: Recount) -> None:
        if entry[:1] == bytes([Kind.KEY]) and took(recount, index):
            key = parse_entry(entry)
            if isinstance(key, Key) and key.use == KeyUse.CHECKPOINT:
                states = self._begun if key.state == KeyState.BEGINS else self._ended
                states.add(key.public)

    def check(self, signers: Collection[VerifierKey]) -> None:
        """Raise Invalid if the log names its keys, and none of `signers` is one that lasts."""
        active = self._begun - self._ended
        if (self._begun or self._ended) and not any(key.public in active for key in signers):
            raise Invalid(
                "Le point de contrôle n’est signé par aucune clé encore en service : d’après le"
                " registre, celle qui l’a signé a pris fin ou n’a jamais commencé."
            )


def recounted(
    log: Log,
    *,
    checkpoint: Checkpoint,
    signers: Collection[VerifierKey] | None = None,
    strict: bool = False,
    watch: Watch | None = None,
) -> BoundedRecount:
    """Return the recount of the whole log that `checkpoint`, signed by `signers`, commits to.

    Without `signers` (none are asked of who holds the log's own keys) their history is not checked.

    Raises:
        Invalid: if what the log serves is not what its checkpoint says, or if it says that
            the keys that signed have ended.
        Unreadable: if it does not answer.
    """
    reading = LogReading(log, checkpoint.size)
    recount = BoundedRecount(read_entry=reading.entry, strict=strict)
    keys = KeyHistory()
    for entries in _with_progress(reading.bundles(), checkpoint.size):
        for index, entry in enumerate(entries, start=recount.size):
            recount.feed(index, entry)
            keys(index, entry, recount)
            if watch is not None:
                watch(index, entry, recount)
        recount.forget_more()
    if reading.root() != checkpoint.root:
        raise Invalid("Les inscriptions du registre ne sont pas celles de son point de contrôle.")
    if signers is not None:
        keys.check(signers)
    return recount


def took(recount: Recount, index: int) -> bool:
    """Say whether the entry just read, at `index`, was valid."""
    return not (recount.faults and recount.faults[-1].index == index)


def recount_findings(recount: BoundedRecount, checkpoint: Checkpoint) -> Iterator[Finding]:
    """Yield the count of each petition, then what is wrong or unknown."""
    size = plural(checkpoint.size, "inscription", "inscriptions")
    yield good(f"Registre {checkpoint.origin} : {size}, toutes conformes à son point de contrôle.")
    for number in sorted(recount.petitions):
        yield good(f"Pétition {number} : {_count_words(recount.petitions[number])}.")
    for notice in recount.notices:
        yield noted(f"Ligne {number_in_words(notice.index)} : {notice.sentence}")
    if recount.more_notices:
        yield noted(f"Et {number_in_words(recount.more_notices)} de plus, d’un type inconnu.")
    yield from fault_findings(recount)


def fault_findings(recount: BoundedRecount) -> Iterator[Finding]:
    for fault in recount.faults:
        yield wrong(f"Ligne {number_in_words(fault.index)} : {fault.sentence}")
    if recount.more_faults:
        yield wrong(f"Et {plural(recount.more_faults, 'autre faute', 'autres fautes')}.")


def _count_words(count: PetitionCount) -> str:
    words = _figures(count.online, count.paper)
    if count.closed is not None:
        words = f"close avec {_figures(*count.closed)} ; aujourd’hui {words}"
    return f"{words} ; sa clé est dite détruite" if count.key_destroyed else words


def _figures(online: int, paper: int) -> str:
    return (
        f"{plural(online, 'signature', 'signatures')} en ligne, {number_in_words(paper)} sur papier"
    )


def _with_progress(bundles: Iterator[list[bytes]], size: int) -> Iterator[list[bytes]]:
    """Yield the bundles; draw a bar when a person watches."""
    if not sys.stderr.isatty():
        yield from bundles
        return
    try:
        for number, entries in enumerate(bundles, start=1):
            yield entries
            done = min(BAR_WIDTH, BAR_WIDTH * TILE_WIDTH * number // size)
            sys.stderr.write(f"\r[{'█' * done}{' ' * (BAR_WIDTH - done)}]")
    finally:
        sys.stderr.write("\r" + " " * (BAR_WIDTH + 2) + "\r")
