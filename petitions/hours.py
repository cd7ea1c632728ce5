"""The count of a petition through time: each hour for files, each day for the chart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core.charts import LineChart, line_chart
from core.open_data import Row
from petitions.models import HourlyCount, Petition

COLUMNS = ("petition", "hour_utc", "online_signatures_total", "paper_signatures_total")
DAYS = 30
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class DayTotal:
    """The last totals that were noted on one day, in Paris, or before it."""

    day: date
    online: int
    paper: int


@dataclass(frozen=True, slots=True)
class DayChart:
    """The last days of a petition, and the line of what was online."""

    days: list[DayTotal]
    line: LineChart


def rows_of(petition: Petition) -> Iterator[Row]:
    """Yield each hour in which a total changed, the oldest first, in constant memory."""
    with transaction.atomic():
        hours = HourlyCount.objects.filter(petition=petition).order_by("hour")
        rows = hours.values_list("hour", "online", "paper").iterator(chunk_size=CHUNK)
        for hour, online, paper in rows:
            yield dict(zip(COLUMNS, (petition.slug, _utc(hour), online, paper), strict=True))


def chart_of(petition: Petition, *, at: datetime) -> DayChart | None:
    """Return the last 30 days of `petition`, or its last ones once it is over; one query.

    None as long as there are not two days to compare.
    """
    newest = HourlyCount.objects.filter(petition=petition).order_by("-hour")
    rows = list(newest.values_list("hour", "online", "paper")[: DAYS * 24 + 1])
    if not rows:
        return None
    last = timezone.localdate(rows[0][0] if petition.is_over_at(at) else at)
    days = _by_day(rows[::-1], last=last)
    return DayChart(days, line_chart([day.online for day in days])) if len(days) > 1 else None


def _by_day(rows: list[tuple[datetime, int, int]], *, last: date) -> list[DayTotal]:
    """Return a total a day up to `last`; a day without change has that of the day before."""
    noted = {timezone.localdate(hour): (online, paper) for hour, online, paper in rows}
    day = max(min(noted), last - timedelta(days=DAYS - 1))
    totals = [noted[known] for known in noted if known <= day][-1]
    days = []
    while day <= last:
        totals = noted.get(day, totals)
        days.append(DayTotal(day, *totals))
        day += timedelta(days=1)
    return days


def _utc(hour: datetime) -> str:
    return f"{hour:%Y-%m-%dT%H:%M:%SZ}"
