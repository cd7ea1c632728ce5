"""What moderation did, in numbers: for the transparency page and the journal."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F

from moderation.models import Article, Decision, Item


class Median(Aggregate):
    """PostgreSQL's median of an interval."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def totals(at: datetime) -> dict[str, Any]:
    """Count what was published, refused and waits; say how long people wait.

    Returns:
        `as_of`; `published`: texts that show now; `published_at_once`: of them, those shown without
        a decision; `waiting`; `refused`: texts refused now; `decisions`: all of them;
        `refused_by_article`: a list of {number, title, count} of refusals, by article of the
        charter, those never used included; `median_hours`: half of the cases of the last 90 days
        were decided within it, None without any.
    """
    states = dict(Item.objects.order_by().values_list("state").annotate(Count("pk")))
    at_once = Item.objects.published().filter(decision=None).count()
    refusals = {
        row["article"]: row["count"]
        for row in Decision.objects.filter(outcome=Decision.Outcome.REFUSED)
        .order_by()
        .values("article")
        .annotate(count=Count("pk"))
    }
    return {
        "as_of": at,
        "published": states.get(Item.State.PUBLISHED, 0),
        "published_at_once": at_once,
        "waiting": states.get(Item.State.WAITING, 0),
        "refused": states.get(Item.State.REFUSED, 0),
        "decisions": Decision.objects.count(),
        "refused_by_article": [
            {"number": article.number, "title": article.title, "count": refusals.get(article.pk, 0)}
            for article in Article.objects.all()
        ],
        "median_hours": _median_hours(at),
    }


def _median_hours(at: datetime) -> float | None:
    wait = ExpressionWrapper(F("decided_at") - F("opened_at"), output_field=DurationField())
    recent = Decision.objects.filter(
        previous=None, decided_at__gt=at - timedelta(days=90), decided_at__lte=at
    )
    median = recent.order_by().aggregate(median=Median(wait))["median"]
    return None if median is None else round(median.total_seconds() / 3600, 1)
