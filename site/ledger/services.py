"""Count signatures by groups, so that the moment a count changes names nobody."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F

from ledger.models import SealedCount, Waiting

SEQUENCER_LOCK = 0x5ED1
_chance = random.SystemRandom()


def queue_signature(*, petition: int) -> None:
    """Let one confirmed signature wait for the next group, in the caller's transaction."""
    Waiting.objects.create(petition=petition, change=Waiting.Change.SIGNED)


def queue_withdrawal(*, petition: int) -> None:
    """Let the loss of one signature wait for the next group, in the caller's transaction.

    Call it only for a signature that was queued and committed before.
    """
    Waiting.objects.create(petition=petition, change=Waiting.Change.WITHDRAWN)


def sealed_counts(petitions: Iterable[int]) -> dict[int, SealedCount]:
    """Return the public counts of `petitions`, in one query; none for what was never counted."""
    return {row.petition: row for row in SealedCount.objects.filter(petition__in=list(petitions))}


@transaction.atomic
def seal(*, at: datetime) -> int:
    """Count every group that is ripe at `at`; return how many rows were counted.

    A group is ripe when SEAL_BATCH signatures or withdrawals wait, or at a deadline drawn once
    for it. One sequencer works at a time; another that comes meanwhile returns 0.
    """
    if not _is_sequencer():
        return 0
    sizes = _waiting_by_petition()
    if not sizes:
        return 0
    counts = _counts_of(sizes, at=at)
    return sum(
        _count_group(counts[petition], at=at)
        for petition, size in sizes.items()
        if _is_ripe(counts[petition], size, at=at)
    )


def _is_sequencer() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
        return bool(cursor.fetchone()[0])


def _waiting_by_petition() -> dict[int, int]:
    return dict(Waiting.objects.values_list("petition").annotate(size=Count("pk")))


def _counts_of(petitions: Iterable[int], *, at: datetime) -> dict[int, SealedCount]:
    """Return the row of each petition, made where there was none."""
    SealedCount.objects.bulk_create(
        [SealedCount(petition=number, sealed_at=at) for number in petitions], ignore_conflicts=True
    )
    return sealed_counts(petitions)


def _is_ripe(count: SealedCount, size: int, *, at: datetime) -> bool:
    """Answer for one group, and draw its deadline when it has none."""
    if size >= settings.SEAL_BATCH or (count.due_at is not None and count.due_at <= at):
        return True
    if count.due_at is None:
        count.due_at = at + timedelta(minutes=_chance.uniform(*settings.SEAL_DELAY_MINUTES))
        count.save(update_fields=["due_at"])
    return False


def _count_group(count: SealedCount, *, at: datetime) -> int:
    """Move all that waits for one petition into its count.

    What changes the count is what was deleted: more may have come since the group was sized.
    Withdrawals go first: what a withdrawal takes back was committed before it, so each one found
    here meets its signature in the count or in the next line, and no count falls below zero.
    """
    waiting = Waiting.objects.filter(petition=count.petition)
    withdrawn, _ = waiting.filter(change=Waiting.Change.WITHDRAWN).delete()
    signed, _ = waiting.filter(change=Waiting.Change.SIGNED).delete()
    SealedCount.objects.filter(pk=count.pk).update(
        online=F("online") + signed - withdrawn, sealed_at=at, due_at=None
    )
    return signed + withdrawn
