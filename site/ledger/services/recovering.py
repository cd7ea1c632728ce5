"""Bring a restored database up to the log that was published since its backup (`ledger.md` §4).

Published entries are believed only if they lead from what the database holds to a root that was
signed. The steps are called, in one transaction, by `petitions.services.recover`, which knows the
signatures as well.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from core import keys
from ledger import store
from ledger.errors import CannotRecover
from ledger.models import Checkpoint, Entry, LogObject, SealedCount
from ledger.sed1.entries import KeyDestroyed, Kind, parse_entry
from ledger.services.counts import counted_in
from ledger.services.goals import Goal
from ledger.services.publishing import STEP, object_path
from ledger.services.queueing import queue_decision
from ledger.services.rebuilding import Rebuilt, RowWriter, published_entries
from ledger.services.recounting import recount_of
from ledger.services.tables import last_checkpoint, tile_reader, write_tiles
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.tiles import append, root

_FORKED = (
    "The published entries do not lead from the {size} entries of this database to what was"
    " signed ({where}, {goal} entries). Restore another backup, or use another copy (--from)."
)
_STATEMENT = (
    "La base de données a été restaurée depuis une copie qui s’arrêtait à l’inscription {old}."
    " La suite, jusqu’à l’inscription {new}, a été relue dans le registre publié. {orphans}"
    " signatures y restent comptées sans que nous sachions à quelles adresses elles répondent."
    " Toute promesse faite depuis cette copie et dont l’inscription n’est pas au registre est"
    " rompue. Tout retrait demandé depuis et qui n’y figure pas est à demander de nouveau."
)


def rebuild_log(goal: Goal, *, at: datetime) -> Rebuilt:
    """Step 1: give the database the entries, tiles, objects, figures and counts that it misses.

    Rows that waited and are in the log already take their index.

    Raises:
        CannotRecover: if what is published is not all there, or does not continue the database.
    """
    last = last_checkpoint()
    old_size = last.size if last else 0
    rebuilt = Rebuilt(old_size, max(old_size, goal.size))
    _grow_tree(goal, rebuilt)
    rows = RowWriter(goal.folder, rebuilt)
    for first in range(old_size, rebuilt.size, STEP):
        rows.write(first, published_entries(goal.folder, first, min(rebuilt.size, first + STEP)))
    _erase_again(goal.folder)
    _count_again(rows.unknown, rebuilt, at=at)
    return rebuilt


def destroy_keys_again() -> list[int]:
    """Step 3: destroy the keys of petitions that the log states destroyed; return which."""
    bodies = Entry.objects.filter(kind=Kind.KEY_DESTROYED).values_list("body", flat=True)
    stated = [parse_entry(bytes(body)) for body in bodies]
    petitions = sorted(entry.petition for entry in stated if isinstance(entry, KeyDestroyed))
    for petition in petitions:
        keys.destroy(f"petition-{petition}")
    return petitions


def state_loss(rebuilt: Rebuilt, *, at: datetime) -> None:
    """Steps 5 and 6: say in the log how many signatures are orphans, and what is broken."""
    queue_decision(
        {
            "kind": "recovery",
            "day": timezone.localdate(at).isoformat(),
            "old_size": rebuilt.old_size,
            "size": rebuilt.size,
            "orphans": [
                {"petition": petition, "signatures": number}
                for petition, number in sorted(rebuilt.orphans.items())
            ],
            "statement": _STATEMENT.format(
                old=rebuilt.old_size, new=rebuilt.size, orphans=rebuilt.orphans.total()
            ),
        }
    )


def _grow_tree(goal: Goal, rebuilt: Rebuilt) -> None:
    """Add the published entries to our tiles, and check that every root signed comes out."""
    for first in range(rebuilt.old_size, rebuilt.size, STEP):
        bodies = published_entries(goal.folder, first, min(rebuilt.size, first + STEP))
        leaves = [leaf_hash(body) for body in bodies]
        write_tiles(append(tile_reader(first), size=first, leaves=leaves))
    for where, said in goal.said:
        if root(tile_reader(said.size), size=said.size) != said.root:
            raise CannotRecover(_FORKED.format(size=rebuilt.old_size, where=where, goal=said.size))
    if rebuilt.size > rebuilt.old_size:
        top = root(tile_reader(rebuilt.size), size=rebuilt.size)
        Checkpoint.objects.create(size=rebuilt.size, root=top)


def _erase_again(folder: Path) -> None:
    """Erase the objects that were erased since the backup."""
    for row in LogObject.objects.exclude(body=store.ERASED).only("digest").iterator():
        if store.read(object_path(bytes(row.digest)), folder=folder) == store.ERASED:
            LogObject.objects.filter(digest=row.digest).update(body=store.ERASED)


def _count_again(unknown: Sequence[tuple[int, int]], rebuilt: Rebuilt, *, at: datetime) -> None:
    """Write the public counts as the log has them, and count the orphans."""
    recount = recount_of(rebuilt.size)
    for counted in recount.petitions.values():
        SealedCount.objects.update_or_create(
            petition=counted.petition, defaults={**counted_in(counted)._asdict(), "sealed_at": at}
        )
    rebuilt.orphans.update(petition for index, petition in unknown if recount.is_live(index))
