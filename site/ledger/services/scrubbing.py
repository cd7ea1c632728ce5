"""Derive the whole log again from its entries, and compare all that is stored with it.

Entries lead to leaves, tiles, roots, counts; whatever differs, in the database or among the
published files, stops the log (`ledger.md` §4): a flipped bit in a tile is invisible from above.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ledger import store
from ledger.errors import Damaged
from ledger.models import Checkpoint, Entry, SealedCount, Tile
from ledger.sed1.counting import Fault, PetitionCount, Recount
from ledger.services.comparing import PublishedLog, check_cells, check_named
from ledger.services.counts import counted_in, shown_by
from ledger.services.guarding import ensure_extends_marks, lift_stop, raise_mark, stop
from ledger.services.halting import alone
from ledger.services.publishing import STEP, publish, publish_named, publish_tree
from ledger.services.regrowing import Regrowth, Tiles
from ledger.services.rows import Columns, RowReader, sealed_body
from ledger.services.tables import last_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.tiles import TILE_WIDTH

type Progress = Callable[[int, int], None]
"""Is told how many entries were checked, and of how many."""


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A log that was found whole.

    `erased` objects are mute, as they should be; `faults` are entries that count as nothing: they
    are in the log for ever, and no damage to what is stored.
    """

    size: int
    published: int
    erased: int
    faults: tuple[Fault, ...]


def scrub(*, progress: Progress | None = None) -> Scrubbed:
    """Check everything that is stored of the log; let a stopped log go on once all is well.

    Nothing is sealed or published meanwhile. Memory: one bit an entry, and one step of entries.

    Raises:
        Damaged: at the first difference; from then on nothing is sealed or signed.
    """
    with alone():
        scrubbed = _scrub(progress)
        lift_stop()
    return scrubbed


def publish_again(*, progress: Progress | None = None) -> int:
    """Write every published file anew from the database, once that was found whole by itself.

    A log that was stopped is let go on once the new files were found whole too. It is signed
    again as it was: the same entries under the same root. Returns its size.

    Raises:
        Damaged: if the database is not whole; the files are left as they are.
        LogRefuses: if witnesses saw more than the database has.
    """
    with alone():
        _scrub(progress, unsigned=0)
        # Whoever publishes next begins again from the first entry, even if we are killed here.
        store.erase(store.CHECKPOINT)
        checkpoint = ensure_extends_marks()
        raise_mark(checkpoint)
        publish_tree(0, checkpoint.size)
        publish_named(0, checkpoint.size)
        _scrub(progress, unsigned=checkpoint.size)
        lift_stop()
    return publish()


def _scrub(progress: Progress | None, *, unsigned: int | None = None) -> Scrubbed:
    """Check all, the published files up to their checkpoint or as `PublishedLog` says."""
    try:
        return _Scrub(PublishedLog(unsigned=unsigned), progress).run()
    except Damaged as damage:
        stop(f"{damage} (ledger_scrub)")
        raise


class _Scrub:
    """One reading of the log, from its first entry to its last."""

    def __init__(self, published: PublishedLog, progress: Progress | None) -> None:
        last = last_checkpoint()
        self._size = last.size if last else 0
        self._published = published
        self._progress = progress
        self._tree = Regrowth()
        self._tiles = 0
        self._recount = Recount(read_entry=sealed_body)
        self._rows = RowReader(read_entry=sealed_body)
        self._erased = 0

    def run(self) -> Scrubbed:
        self._published.check_size(self._size)
        for first in range(0, self._size, STEP):
            self._check_step(first, min(self._size, first + STEP))
            if self._progress:
                self._progress(min(self._size, first + STEP), self._size)
        self._check_tiles(self._tree.edge())
        self._check_nothing_more()
        _check_counts(self._recount)
        check_cells()
        return Scrubbed(
            size=self._size,
            published=self._published.size,
            erased=self._erased,
            faults=tuple(self._recount.faults),
        )

    def _check_step(self, first: int, end: int) -> None:
        bodies = []
        for index, (found, body, columns) in enumerate(_sealed(first, end), start=first):
            if found != index:
                raise Damaged(f"Entry {index} is missing in the database.")
            self._check_row(index, body, columns)
            bodies.append(body)
        if len(bodies) != end - first:
            raise Damaged(f"Entry {first + len(bodies)} is missing in the database.")
        self._check_tree(first, bodies)
        self._erased += check_named(first, bodies, published=self._published.size)

    def _check_row(self, index: int, body: bytes, columns: Columns) -> None:
        try:
            expected = self._rows.columns(body)
            self._recount.feed(index, body)
        except Invalid:
            raise Damaged(f"Entry {index} of the database is not an entry of the log.") from None
        if columns != expected:
            raise Damaged(f"Entry {index} of the database has a row that its bytes do not say.")

    def _check_tree(self, first: int, bodies: Sequence[bytes]) -> None:
        """Compare leaves, tiles and roots with what is stored of them."""
        roots = dict(_roots(first, first + len(bodies)))
        for start in range(0, len(bodies), TILE_WIDTH):
            some = bodies[start : start + TILE_WIDTH]
            before = self._tree.size
            tiles = self._tree.add(b"".join([leaf_hash(body) for body in some]))
            self._check_tiles(tiles)
            for size in range(before + 1, self._tree.size + 1):
                if size in roots and roots[size] != self._tree.root_at(size):
                    raise Damaged(f"The database has a wrong root at size {size}.")
            self._published.check_bundle(before // TILE_WIDTH, some)
            self._published.check_roots(before, self._tree)

    def _check_tiles(self, tiles: Tiles) -> None:
        self._tiles += len(tiles)
        rows = Tile.objects.filter(pk__in=list(tiles)).values_list("level", "number", "hashes")
        stored = {(level, number): bytes(hashes) for level, number, hashes in rows}
        for (level, number), hashes in tiles.items():
            if stored.get((level, number)) != hashes:
                raise Damaged(f"Tile {level}/{number} of the database differs from its entries.")
            self._published.check_tile(level, number, hashes)

    def _check_nothing_more(self) -> None:
        if Entry.objects.filter(index__gte=self._size).exists():
            raise Damaged(f"The database has entries beyond its last checkpoint, {self._size}.")
        if Tile.objects.count() != self._tiles:
            raise Damaged("The database has tiles that no entry leads to.")


def _sealed(first: int, end: int) -> Iterator[tuple[int | None, bytes, Columns]]:
    """Yield the index, the bytes and the columns of each row between two indexes."""
    rows = Entry.objects.sealed().filter(index__gte=first, index__lt=end)
    for index, body, kind, petition, number, commitment, removes in rows.values_list(
        "index", "body", "kind", "petition", "number", "commitment", "removes"
    ):
        yield (
            index,
            bytes(body),
            Columns(
                kind,
                petition,
                number,
                None if commitment is None else bytes(commitment),
                None if removes is None else bytes(removes),
            ),
        )


def _roots(above: int, up_to: int) -> Iterator[tuple[int, bytes]]:
    """Yield the size and the root of each checkpoint of the database between two sizes."""
    rows = Checkpoint.objects.filter(size__gt=above, size__lte=up_to)
    for size, root in rows.values_list("size", "root"):
        yield size, bytes(root)


def _check_counts(recount: Recount) -> None:
    """Compare the public counts with those of the log."""
    shown = {row.petition: row for row in SealedCount.objects.all()}
    for petition in {*shown, *recount.petitions}:
        count = recount.petitions.get(petition, PetitionCount(petition))
        if shown_by(shown.get(petition)) != counted_in(count):
            raise Damaged(
                f"Petition {petition} does not show the {count.online} signatures of the log."
            )
