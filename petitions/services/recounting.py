"""Count all signatures again from the public log, and raise an alarm where a page differs."""

from datetime import datetime

from django.utils import timezone

from ledger.services import Progress, Recounted, recount
from petitions.models import Alarm, Petition


def recount_signatures(*, at: datetime, progress: Progress | None = None) -> Recounted:
    """Compare what every petition shows with its signatures less those that left.

    A difference is an alarm, one a day; no count is ever put right by itself.

    Raises:
        ledger.errors.Damaged: if the log misses an entry.
    """
    found = recount(progress=progress)
    wrong = {one.petition: one for one in found.differences}
    known = Petition.objects.filter(pk__in=wrong).values_list("pk", flat=True)
    alarms = [
        Alarm(
            petition_id=number,
            subject=Alarm.Subject.COUNT,
            day=timezone.localdate(at),
            signatures=wrong[number].counted.online,
            first_seen_at=at,
        )
        for number in known
    ]
    Alarm.objects.bulk_create(alarms, ignore_conflicts=True)
    return found
