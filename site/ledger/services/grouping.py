"""Choose what enters the log now: people's acts by groups, the rest at once, in one order."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import BinaryField, Case, Count, IntegerField, Q, Value, When

from ledger.models import PERSONAL, Entry, SealedCount
from ledger.sed1.entries import Kind

# `ledger.md` §4: texts before signatures, signatures before what removes them, ends last.
ORDER = (
    (Kind.KEY,),
    (Kind.OPEN, Kind.AMEND),
    (Kind.SIGN,),
    (Kind.DECISION, Kind.FACT),
    (Kind.WITHDRAW, Kind.ANNUL),
    (Kind.PAPER,),
    (Kind.CLOSE,),
    (Kind.TALLY,),
    (Kind.KEY_DESTROYED,),
)
# Bounds one transaction; what stays waits two seconds more, or, of a petition of which fewer than
# SEAL_BATCH stay, for a new deadline.
LARGEST_GROUP = 20_000
_chance = random.SystemRandom()


def waiting_sizes() -> tuple[Counter[int], int]:
    """Return how many acts of people wait, by petition, and how many other entries."""
    rows = Entry.objects.waiting().values_list("petition", "kind").annotate(size=Count("pk"))
    acts: Counter[int] = Counter()
    others = 0
    for petition, kind, size in rows:
        if kind in PERSONAL:
            acts[petition] += size
        else:
            others += size
    return acts, others


def ripe_petitions(acts: Counter[int], *, at: datetime) -> list[int]:
    """Return the petitions whose group is full, or whose moment has come; draw missing moments."""
    counts = counts_of(acts, at=at)
    return [petition for petition in acts if _is_ripe(counts[petition], acts[petition], at=at)]


def next_group(ripe: Iterable[int]) -> list[Entry]:
    """Lock and return the entries to seal, in order; random keys shuffle those of one rank.

    A key begins before it ends: its number is the same, and its bytes tell.
    """
    ranks = [When(kind__in=kinds, then=Value(rank)) for rank, kinds in enumerate(ORDER)]
    return list(
        Entry.objects.waiting()
        .filter(~Q(kind__in=PERSONAL) | Q(petition__in=list(ripe)))
        .annotate(
            rank=Case(*ranks, output_field=IntegerField()),
            key=Case(When(kind=Kind.KEY, then="body"), output_field=BinaryField()),
        )
        .order_by("rank", "number", "key", "pk")
        .select_for_update(skip_locked=True)[:LARGEST_GROUP]
    )


def counts_of(petitions: Iterable[int], *, at: datetime) -> dict[int, SealedCount]:
    """Return the row of each petition, made where there was none."""
    numbers = list(petitions)
    counts = {row.petition: row for row in SealedCount.objects.filter(petition__in=numbers)}
    missing = [number for number in numbers if number not in counts]
    if missing:
        SealedCount.objects.bulk_create(
            [SealedCount(petition=number, sealed_at=at) for number in missing]
        )
        return counts_of(numbers, at=at)
    return counts


def _is_ripe(count: SealedCount, size: int, *, at: datetime) -> bool:
    """Answer for one group, and draw its deadline when it has none."""
    if size >= settings.SEAL_BATCH or (count.due_at is not None and count.due_at <= at):
        return True
    soonest, latest = settings.SEAL_DELAY_MINUTES
    # A deadline further away was drawn before the clock was put back: nobody waits for it.
    if count.due_at is None or count.due_at > at + timedelta(minutes=latest):
        count.due_at = at + timedelta(minutes=_chance.uniform(soonest, latest))
        count.save(update_fields=["due_at"])
    return False
