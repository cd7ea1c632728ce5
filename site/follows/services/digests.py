"""Digests: the news since the last one, in one letter."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from core import keys, outbox
from core.errors import Unreadable
from follows import emails
from follows.models import Follow, NewsItem
from follows.services.following import DAYS, KEY

logger = logging.getLogger(__name__)

BATCH = 200
# News committed a moment after a digest must not carry an earlier time than its end.
SETTLING = timedelta(hours=1)


def send_digests(*, at: datetime) -> int:
    """Queue the digests due at `at`; return how many letters.

    Each batch queues its letters and moves its rows on in one transaction: a crash repeats no
    digest and loses none, and two runs at once share the work.
    """
    letters = 0
    while (done := _send_batch(at=at)) is not None:
        letters += done
    return letters


@transaction.atomic
def _send_batch(*, at: datetime) -> int | None:
    due = Follow.objects.select_for_update(skip_locked=True).filter(next_digest_on__lte=at.date())
    follows = list(due.order_by("next_digest_on", "pk")[:BATCH])
    if not follows:
        return None
    until = at - SETTLING
    news = _news_for(follows, until=until)
    letters = sum(_send(follow, news[follow.subject], until=until, at=at) for follow in follows)
    for follow in follows:
        follow.next_digest_on = at.date() + timedelta(days=DAYS[Follow.Frequency(follow.frequency)])
    Follow.objects.bulk_update(follows, ["told_until", "next_digest_on"])
    return letters


def _news_for(follows: Sequence[Follow], *, until: datetime) -> dict[str, list[NewsItem]]:
    """Return the news that at least one of `follows` has not been told, by subject."""
    news: dict[str, list[NewsItem]] = defaultdict(list)
    for item in NewsItem.objects.filter(
        subject__in={follow.subject for follow in follows},
        published_at__gt=min(follow.told_until for follow in follows),
        published_at__lte=until,
    ):
        news[item.subject].append(item)
    return news


def _send(follow: Follow, news: Sequence[NewsItem], *, until: datetime, at: datetime) -> bool:
    """Queue what `follow` has not been told up to `until`; tell whether there was a letter."""
    untold = [item for item in news if item.published_at > follow.told_until]
    if untold:
        key = keys.named_key(KEY)
        try:
            address = keys.unseal(follow.sealed_address, key=key, bound_to=follow.bound_to())
        except Unreadable:
            # One damaged row must not keep the news from everybody else.
            logger.warning("The address of follow %s cannot be read: no digest.", follow.pk)
            return False
        outbox.enqueue(emails.digest(follow, untold, to=address.decode()), at=at)
    follow.told_until = max(follow.told_until, until)
    return bool(untold)
