"""Read published entries again, and write the rows that they have in the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from ledger import store
from ledger.errors import CannotRecover
from ledger.models import Entry, LogObject, Placement, TallyFile
from ledger.sed1.entries import Entry as LogEntry
from ledger.sed1.entries import Kind, Tally, Unknown, parse_entry
from ledger.sed1.objects import parse_object
from ledger.sed1.tallies import TallyFile as Figures
from ledger.sed1.tallies import parse_tally
from ledger.services.publishing import NAMES_AN_OBJECT, object_path, tally_path
from ledger.services.rows import Columns, RowReader, sealed_body
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import HASH_BYTES
from ledger.tlog.tiles import TILE_WIDTH, bundle_path, decode_bundle


@dataclass
class Rebuilt:
    """What was read again from the published log, entries `old_size` to `size` - 1.

    Attributes:
        numbered: how many rows that waited took their index.
        told: the entries that are no act of people.
        removed: the C that were taken out of the count.
        left: the G of those of them whose removal waited.
        figures: the files by département that the database had not.
        orphans: by petition, how many signatures count without a row of ours.
        mute: hashes whose object nobody has any more.
    """

    old_size: int
    size: int
    numbered: int = 0
    told: list[LogEntry | Unknown] = field(default_factory=list)
    removed: list[bytes] = field(default_factory=list)
    left: list[bytes] = field(default_factory=list)
    figures: list[Figures] = field(default_factory=list)
    orphans: Counter[int] = field(default_factory=Counter)
    mute: list[bytes] = field(default_factory=list)


def published_entries(folder: Path, first: int, end: int) -> list[bytes]:
    """Return published entries; raise CannotRecover if one is missing or cut."""
    bodies: list[bytes] = []
    for number in range(first // TILE_WIDTH, -(-end // TILE_WIDTH)):
        width = min(TILE_WIDTH, end - number * TILE_WIDTH)
        found = store.widest(bundle_path(number), at_least=width, folder=folder)
        if found is None:
            raise CannotRecover(f"{bundle_path(number, width)} is not in {folder}.")
        try:
            bodies += decode_bundle(found[0])[:width]
        except Invalid:
            raise CannotRecover(f"{bundle_path(number, width)} in {folder} is damaged.") from None
    return bodies[first % TILE_WIDTH :]


def object_of(digest: bytes) -> dict[str, Any]:
    """Return the object of this hash, empty if it was erased or if there is none."""
    row = LogObject.objects.filter(digest=digest).exclude(body=store.ERASED).first()
    return parse_object(bytes(row.body)) if row else {}


class RowWriter:
    """Write the rows of published entries, in their order.

    Attributes:
        unknown: the index and petition of each signature that had no row, even waiting.
    """

    def __init__(self, folder: Path, rebuilt: Rebuilt) -> None:
        self.unknown: list[tuple[int, int]] = []
        self._folder = folder
        self._rebuilt = rebuilt
        self._first = 0
        self._bodies: Sequence[bytes] = ()
        self._reader = RowReader(read_entry=self._entry)
        for body in Entry.objects.sealed().filter(kind=Kind.KEY).values_list("body", flat=True):
            self._reader.columns(bytes(body))

    def write(self, first: int, bodies: Sequence[bytes]) -> None:
        """Write the rows of the entries from index `first` on.

        Raises:
            CannotRecover: if figures or an object that they name are damaged, or figures missing.
        """
        self._first, self._bodies = first, bodies
        columns = [self._reader.columns(body) for body in bodies]
        known = self._forget_waiting(columns)
        Entry.objects.bulk_create(
            Entry(index=index, body=body, **each._asdict())
            for index, (body, each) in enumerate(zip(bodies, columns, strict=True), first)
        )
        for index, (body, each) in enumerate(zip(bodies, columns, strict=True), first):
            if each.removes is not None:
                self._rebuilt.removed.append(each.removes)
            elif each.commitment is None:
                self._tell(body)
            elif each.commitment not in known:
                self.unknown.append((index, each.petition or 0))

    def _entry(self, index: int) -> bytes:
        place = index - self._first
        return self._bodies[place] if 0 <= place < len(self._bodies) else sealed_body(index)

    def _forget_waiting(self, columns: Sequence[Columns]) -> set[bytes]:
        """Delete the waiting rows of these entries, and move their places; return their C."""
        waiting = Entry.objects.waiting()
        signed = list(
            waiting.filter(commitment__in=[c.commitment for c in columns if c.commitment])
        )
        gone = list(waiting.filter(removes__in=[c.removes for c in columns if c.removes]))
        others: list[UUID] = []
        for body, each in zip(self._bodies, columns, strict=True):
            if each.commitment is None and each.removes is None:
                same = waiting.filter(kind=each.kind, petition=each.petition, number=each.number)
                # Nothing but its bytes tells apart what belongs to no petition.
                same = same.filter(body=body) if each.petition is None else same
                others += same.values_list("pk", flat=True)
        places = Placement.objects.filter(geo__in=[row.geo for row in signed])
        places.filter(state=Placement.State.CONFIRMED).update(state=Placement.State.WAITING)
        self._rebuilt.left += [bytes(row.geo) for row in gone if row.geo is not None]
        forgotten = [*(row.pk for row in (*signed, *gone)), *others]
        self._rebuilt.numbered += len(forgotten)
        Entry.objects.waiting().filter(pk__in=forgotten).delete()
        return {bytes(row.commitment) for row in signed if row.commitment is not None}

    def _tell(self, body: bytes) -> None:
        """Note an entry that is no act of people, and restore what it names by a hash."""
        entry = parse_entry(body)
        self._rebuilt.told.append(entry)
        if isinstance(entry, Tally):
            self._restore_figures(entry)
        elif body[0] in NAMES_AN_OBJECT:
            self._restore_object(body[-HASH_BYTES:])

    def _restore_figures(self, entry: Tally) -> None:
        path = tally_path(entry.petition, entry.day)
        content = store.read(path, folder=self._folder) or b""
        if sha256(content).digest() != entry.file_hash:
            raise CannotRecover(f"{path} is not in {self._folder} as the log has it.")
        row, is_new = TallyFile.objects.get_or_create(
            petition=entry.petition, day=entry.day, defaults={"body": content}
        )
        if bytes(row.body) != content:
            raise CannotRecover(f"The database holds other figures than {path}: another backup.")
        if is_new:  # else its places were taken before the backup
            self._rebuilt.figures.append(parse_tally(content))

    def _restore_object(self, digest: bytes) -> None:
        content = store.read(object_path(digest), folder=self._folder)
        if content and sha256(content).digest() != digest:
            raise CannotRecover(f"{object_path(digest)} in {self._folder} is damaged.")
        _, is_new = LogObject.objects.get_or_create(
            digest=digest, defaults={"body": content or store.ERASED}
        )
        if is_new and not content:
            self._rebuilt.mute.append(digest)
