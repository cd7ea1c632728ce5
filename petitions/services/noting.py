"""Keep the count of each petition at the beginning of each hour."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db.models import OuterRef, Subquery

from ledger.services import sealed_counts
from petitions.models import HourlyCount, Petition

# Later than that, a count no longer tells of the beginning of its hour: the next hour has a row.
LATEST_MINUTE = 10
BATCH = 500


def note_hour(*, at: datetime) -> int:
    """Write what each petition shows, where that changed; return how many did. Twice is once.

    Args:
        at: aware; after the tenth minute of its hour, nothing is written.
    """
    if at.minute > LATEST_MINUTE:
        return 0
    hour = at.replace(minute=0, second=0, microsecond=0)
    petitions = Petition.objects.published().order_by("pk").values_list("pk", flat=True)
    return sum(_note(some, hour) for some in batched(petitions, BATCH))


def _note(petitions: Iterable[int], hour: datetime) -> int:
    counts = sealed_counts(petitions)
    newest = HourlyCount.objects.filter(petition=OuterRef("pk")).order_by("-hour")
    noted = Petition.objects.filter(pk__in=counts).annotate(
        online=Subquery(newest.values("online")[:1]), paper=Subquery(newest.values("paper")[:1])
    )
    changed = [
        HourlyCount(
            petition_id=number, hour=hour, online=counts[number].online, paper=counts[number].paper
        )
        for number, *figures in noted.values_list("pk", "online", "paper")
        if figures != [counts[number].online, counts[number].paper]
    ]
    HourlyCount.objects.bulk_create(changed, ignore_conflicts=True)
    return len(changed)
