"""Read a whole log again: its root, and what it counts, in one pass and little memory."""

import sys
from collections.abc import Callable, Iterator
from functools import lru_cache

from ledger.sed1.counting import PetitionCount, Recount
from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import HASH_BYTES, leaf_hash, row_root
from ledger.tlog.tiles import TILE_WIDTH, append, root
from ledger.verifier.findings import Finding, good, noted, number_in_words, plural, wrong
from ledger.verifier.reading import Log, Unreadable
from ledger.verifier.tiling import read_bundle

BUNDLES_KEPT = 256
BAR_WIDTH = 40

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


def recounted(
    log: Log, *, checkpoint: Checkpoint, strict: bool = False, watch: Watch | None = None
) -> Recount:
    """Return the recount of the whole log that `checkpoint` commits to.

    Raises:
        Invalid: if what the log serves is not what its checkpoint says.
        Unreadable: if it does not answer.
    """
    reading = LogReading(log, checkpoint.size)
    recount = Recount(read_entry=reading.entry, strict=strict)
    for entries in _with_progress(reading.bundles(), checkpoint.size):
        for index, entry in enumerate(entries, start=recount.size):
            recount.feed(index, entry)
            if watch is not None:
                watch(index, entry, recount)
    if reading.root() != checkpoint.root:
        raise Invalid("Les inscriptions du registre ne sont pas celles de son point de contrôle.")
    return recount


def took(recount: Recount, index: int) -> bool:
    """Say whether the entry just read, at `index`, was valid."""
    return not (recount.faults and recount.faults[-1].index == index)


def recount_findings(recount: Recount, checkpoint: Checkpoint) -> Iterator[Finding]:
    """Yield the count of each petition, then what is wrong or unknown."""
    size = plural(checkpoint.size, "inscription", "inscriptions")
    yield good(f"Registre {checkpoint.origin} : {size}, toutes conformes à son point de contrôle.")
    for number in sorted(recount.petitions):
        yield good(f"Pétition {number} : {_count_words(recount.petitions[number])}.")
    for notice in recount.notices:
        yield noted(f"Inscription {number_in_words(notice.index)} : {notice.sentence}")
    yield from fault_findings(recount)


def fault_findings(recount: Recount) -> Iterator[Finding]:
    for fault in recount.faults:
        yield wrong(f"Inscription {number_in_words(fault.index)} : {fault.sentence}")


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
