"""Start and stop following; publish news."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from core import keys
from follows.models import Follow, NewsItem

KEY = "follows"
DAYS = {Follow.Frequency.DAILY: 1, Follow.Frequency.WEEKLY: 7}


@transaction.atomic
def start(
    *,
    subject: str,
    address: str,
    at: datetime,
    frequency: Follow.Frequency = Follow.Frequency.WEEKLY,
) -> None:
    """Send news of `subject` (« petition:7 ») to `address`, a confirmed simple address.

    Twice is once, and nothing tells the caller whether it was followed already.
    """
    key = keys.named_key(KEY)
    # Known to the day: midnight says no more than `since`.
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    follow = Follow(
        subject=subject,
        tag=keys.keyed_tag(key, subject.encode(), address.encode()),
        frequency=frequency,
        since=day.date(),
        next_digest_on=day.date() + timedelta(days=DAYS[frequency]),
        told_until=day,
    )
    follow.sealed_address = keys.seal(address.encode(), key=key, bound_to=follow.bound_to())
    Follow.objects.bulk_create([follow], ignore_conflicts=True)


def stop(*, token: uuid.UUID) -> None:
    """Forget the follow whose letters carry `token`; twice is harmless."""
    Follow.objects.filter(pk=token).delete()


def publish_news(*, subject: str, title: str, body: str, path: str, at: datetime) -> NewsItem:
    """Keep one piece of news for the next digests; `path` is the page that says more."""
    return NewsItem.objects.create(
        subject=subject, title=title, body=body, path=path, published_at=at
    )
