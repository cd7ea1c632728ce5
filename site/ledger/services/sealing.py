"""The sequencer: give the next indexes to what is ripe, in one transaction, one at a time."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ledger.models import Checkpoint, Entry, Placement, SealedCount
from ledger.sed1.entries import (
    Annul,
    Close,
    Key,
    KeyDestroyed,
    KeyState,
    KeyUse,
    Kind,
    Paper,
    Withdraw,
    parse_entry,
)
from ledger.services import grouping, signing
from ledger.services.counts import sealed_sheets
from ledger.services.guarding import begin_history, ensure_not_behind
from ledger.services.queueing import queue_key
from ledger.services.tables import hold_sequencer, number_entries, tile_reader, write_tiles
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.tiles import append, root


@transaction.atomic
def seal(*, at: datetime) -> int:
    """Seal every group that is ripe at `at`; return how many entries were sealed.

    A petition is ripe when SEAL_BATCH of its signatures or withdrawals wait, or at a deadline
    drawn once. One sequencer works at a time; another that comes meanwhile returns 0.

    Raises:
        LogRefuses: if the database does not extend what was signed; nothing is written.
    """
    if not hold_sequencer(wait=False):
        return 0
    acts, others = grouping.waiting_sizes()
    if not acts and not others:
        return 0
    ripe = grouping.ripe_petitions(acts, at=at)
    if not ripe and not others:
        return 0
    size = ensure_not_behind().size
    if not size:
        _begin_log()
    entries = grouping.next_group(ripe)
    # Asked after the group was read: an end that is in it was committed after its last signature,
    # which may have come since `acts` were counted.
    waiting, _ = grouping.waiting_sizes()
    group = _Group(first=size, waiting=waiting, indexes=_indexes_of_removed(entries))
    for entry in entries:
        group.take(entry)
    if group.sealed:
        _write(group, size=size)
        _count(group, ripe, at=at)
    return len(group.sealed)


class _Group:
    """The entries of one transaction, each with its final bytes, and what they change.

    Attributes:
        sealed: the key and bytes of each entry, in the order of the log.
        added: how many signatures each petition gains or loses.
        sheets: the valid lines of each sheet, of the petitions that have a sheet in this group.
        placed, removed: the G of signatures that begin, or cease, to count.
        closed: the final figures, online and on paper, of each petition that ends in this group.
    """

    def __init__(self, *, first: int, waiting: Counter[int], indexes: dict[bytes, int]) -> None:
        """Begin at index `first`; `indexes` tells where signatures stand that are to be removed.

        `waiting` counts the acts of people that wait, by petition, those of this group included.
        """
        self.first = first
        self.waiting = waiting
        self.sealed: list[tuple[UUID, bytes]] = []
        self.added: Counter[int] = Counter()
        self.placed: list[bytes] = []
        self.removed: list[bytes] = []
        self.sheets: dict[int, dict[int, int]] = {}
        self.closed: dict[int, tuple[int, int]] = {}
        self._indexes = indexes

    def take(self, entry: Entry) -> None:
        """Add `entry`, or leave it waiting for what must come before it."""
        body = self._final(entry)
        if body is None:
            return
        index = self.first + len(self.sealed)
        self.sealed.append((entry.pk, body))
        if entry.petition is None:
            return
        if entry.kind == Kind.SIGN:
            self._indexes[bytes(entry.commitment or b"")] = index
            self._move(entry, entry.petition, +1, self.placed)
        elif entry.removes is not None:
            self._move(entry, entry.petition, -1, self.removed)

    def _move(self, entry: Entry, petition: int, change: int, places: list[bytes]) -> None:
        self.added[petition] += change
        self.waiting[petition] -= 1
        if entry.geo is not None:
            places.append(bytes(entry.geo))

    def _final(self, entry: Entry) -> bytes | None:
        """Return the entry's bytes with what only its place in the log tells, if that is known."""
        body = bytes(entry.body)
        match parse_entry(body):
            case Withdraw(w=w, identity=identity):
                index = self._indexes.get(bytes(entry.removes or b""))
                return None if index is None else Withdraw(index, w, identity).to_bytes()
            case Annul(reason=reason, decision=decision):
                index = self._indexes.get(bytes(entry.removes or b""))
                return None if index is None else Annul(index, reason, decision).to_bytes()
            case Paper(petition=petition, sheet=sheet, lines=lines):
                # Sealed after the end, it would be a fault in the log for ever.
                if self._is_closed(petition):
                    return None
                self._sheets_of(petition)[sheet] = lines
            case Close(petition=petition):
                return self._closing(petition)
            case KeyDestroyed(petition=petition):
                # Without its key, a withdrawal by mail that still waits would no longer be valid.
                is_last = self._is_closed(petition) and not self.waiting[petition]
                return body if is_last else None
        return body

    def _closing(self, petition: int) -> bytes | None:
        """Return the end of a petition with its figures, once nothing of it waits."""
        if self.waiting[petition]:
            return None
        before = SealedCount.objects.filter(petition=petition).first()
        online = (before.online if before else 0) + self.added[petition]
        paper = sum(self._sheets_of(petition).values())
        self.closed[petition] = online, paper
        return Close(petition, online, paper).to_bytes()

    def _sheets_of(self, petition: int) -> dict[int, int]:
        """Return the valid lines of each sheet of a petition, those of this group included."""
        if petition not in self.sheets:
            self.sheets[petition] = sealed_sheets(petition)
        return self.sheets[petition]

    def _is_closed(self, petition: int) -> bool:
        ends = Entry.objects.sealed().filter(kind=Kind.CLOSE, petition=petition)
        return petition in self.closed or ends.exists()


def _indexes_of_removed(entries: Iterable[Entry]) -> dict[bytes, int]:
    """Return, by C, where the signatures stand that `entries` remove, if they are sealed."""
    removed = [bytes(entry.removes) for entry in entries if entry.removes is not None]
    sealed = Entry.objects.sealed().filter(commitment__in=removed)
    rows = sealed.values_list("commitment", "index") if removed else ()
    return {bytes(commitment or b""): index for commitment, index in rows if index is not None}


def _begin_log() -> None:
    """Name the first keys in the first entries of the log."""
    begin_history()
    for use in KeyUse:
        if not any(signing.key_history(use)):
            [key] = signing.active_keys(use)
            queue_key(Key(use, KeyState.BEGINS, key.verifier.public), number=1)


def _write(group: _Group, *, size: int) -> None:
    """Store the group's indexes, the tiles it changes, and the root it leads to."""
    leaves = [leaf_hash(body) for _, body in group.sealed]
    changed = append(tile_reader(size), size=size, leaves=leaves)
    number_entries(group.sealed, first=size)
    write_tiles(changed)
    new_size = size + len(leaves)
    new_root = root(tile_reader(new_size, changed), size=new_size)
    Checkpoint.objects.create(size=new_size, root=new_root)


def _count(group: _Group, ripe: list[int], *, at: datetime) -> None:
    """Bring the public counts, and the places behind the figures, up to what was sealed."""
    Placement.objects.filter(geo__in=group.placed).update(state=Placement.State.WAITING)
    Placement.objects.filter(geo__in=group.removed).update(removal=Placement.Removal.LEAVING)
    counts = grouping.counts_of({*ripe, *group.sheets}, at=at)
    for petition, count in counts.items():
        count.online += group.added[petition]
        if petition in group.sheets:
            count.paper = sum(group.sheets[petition].values())
        if petition in group.closed:
            count.online_at_closing, count.paper_at_closing = group.closed[petition]
        if petition in ripe:
            count.due_at = None
        count.sealed_at = at
    SealedCount.objects.bulk_update(
        counts.values(),
        ["online", "paper", "online_at_closing", "paper_at_closing", "sealed_at", "due_at"],
    )
