"""Follows that signing asks for: they wait for the night, and begin in an order drawn by chance.

Were the follow written with the signature, both tables would have the same order, and who reads
them would know whose signature is whose. Here a wish waits under a random key, says nothing
readable, and is gone the next night; the follows of one night are written in a shuffled order and
bear its day. Until then the transaction that wrote a wish is the one that wrote a signature: this
protects a database that is read, or stolen, later, not one that is watched while people sign.
"""

import json
import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from core import keys
from core.errors import Unreadable
from follows.models import Follow, WaitingFollow
from follows.services.following import KEY, new_follow

logger = logging.getLogger(__name__)

BATCH = 500
# Held by the one run that lets follows begin: two must not share a night's order.
_LOCK = 0xF0770


@dataclass(frozen=True, slots=True)
class _Wish:
    subject: str
    address: str


def start_later(*, subject: str, address: str) -> None:
    """Ask for news of `subject` from the next night on, for `address`, a confirmed simple one.

    Nothing tells the caller whether it was followed already.
    """
    waiting = WaitingFollow()
    content = json.dumps(asdict(_Wish(subject, address))).encode()
    waiting.sealed = keys.seal(content, key=keys.named_key(KEY), bound_to=waiting.bound_to())
    waiting.save(force_insert=True)


def begin_waiting(*, at: datetime) -> int:
    """Let every follow that waits begin on the day of `at`; return how many waited.

    Twice is once, and of two runs at once the second does nothing.
    """
    begun = 0
    while done := _begin_batch(at=at):
        begun += done
    return begun


@transaction.atomic
def _begin_batch(*, at: datetime) -> int:
    if not _is_alone():
        return 0
    # The database draws: neither the order of wishes nor that of their keys is kept.
    waiting = list(WaitingFollow.objects.order_by("?")[:BATCH])
    # News of the day of signing belongs to who asked for it that day.
    day, told_until = at.date(), at.date() - timedelta(days=1)
    follows = [
        new_follow(
            subject=wish.subject,
            address=wish.address,
            on=day,
            told_until=told_until,
            frequency=Follow.Frequency.WEEKLY,
        )
        for wish in map(_read, waiting)
        if wish is not None
    ]
    Follow.objects.bulk_create(follows, ignore_conflicts=True)
    WaitingFollow.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    return len(waiting)


def _read(waiting: WaitingFollow) -> _Wish | None:
    try:
        content = keys.unseal(waiting.sealed, key=keys.named_key(KEY), bound_to=waiting.bound_to())
    except Unreadable:
        # Nothing will ever open it; the others must not wait for it.
        logger.warning("The waiting follow %s cannot be read: it is forgotten.", waiting.pk)
        return None
    return _Wish(**json.loads(content))


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
