"""Start and stop following; publish news."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

from core import keys
from follows.models import Follow, NewsItem

KEY = "follows"
DAYS = {Follow.Frequency.DAILY: 1, Follow.Frequency.WEEKLY: 7}


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
    follow = new_follow(
        subject=subject, address=address, on=at.date(), told_until=at.date(), frequency=frequency
    )
    Follow.objects.bulk_create([follow], ignore_conflicts=True)


def new_follow(
    *, subject: str, address: str, on: date, told_until: date, frequency: Follow.Frequency
) -> Follow:
    """Return the unsaved row of a follow that begins `on`, for news after `told_until` began.

    Known to the day: midnight says no more than `since`.
    """
    key = keys.named_key(KEY)
    follow = Follow(
        subject=subject,
        tag=keys.keyed_tag(key, subject.encode(), address.encode()),
        frequency=frequency,
        since=on,
        next_digest_on=on + timedelta(days=DAYS[frequency]),
        told_until=datetime.combine(told_until, time.min, tzinfo=UTC),
    )
    follow.sealed_address = keys.seal(address.encode(), key=key, bound_to=follow.bound_to())
    return follow


def stop(*, token: uuid.UUID) -> None:
    """Forget the follow whose letters carry `token`; twice is harmless."""
    Follow.objects.filter(pk=token).delete()


def publish_news(*, subject: str, title: str, body: str, path: str, at: datetime) -> NewsItem:
    """Keep one piece of news for the next digests; `path` is the page that says more."""
    return NewsItem.objects.create(
        subject=subject, title=title, body=body, path=path, published_at=at
    )
