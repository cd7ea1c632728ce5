"""Counters of attempts, in Valkey, by hashed keys: they delay a letter, they never refuse one."""

import logging
from collections.abc import Sequence
from functools import cache
from typing import cast

from django.conf import settings
from django.utils import timezone
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import RedisStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis import Redis, RedisError
from redis.commands.core import Script

from core import keys

logger = logging.getLogger(__name__)

ANSWER_WITHIN_SECONDS = 0.5
# As the library counts one window, for several at once.
_COUNT_EACH = """
    local numbers = {}
    for i, window in ipairs(KEYS) do
        numbers[i] = redis.call("INCR", window)
        if numbers[i] == 1 then redis.call("EXPIRE", window, ARGV[i]) end
    end
    return numbers
"""


def hit(name: str, key: str, *, limit: str) -> bool:
    """Count one attempt of `key` at `name`; return whether it is within `limit` (« 30/hour »).

    Valkey sees a tag that changes every day, never an address or a network. Without Valkey the
    answer is True: a limit protects a service, it must not stop it.
    """
    [is_within] = hit_each(name, [(key, limit)])
    return is_within


def hit_each(name: str, counted: Sequence[tuple[str, str]]) -> list[bool]:
    """Count one attempt under each (key, limit), in one round trip; as `hit` for each of them."""
    day_key = keys.day_key(timezone.now().date())
    items = [
        (_window(limit), keys.keyed_tag(day_key, name.encode(), key.encode()).hex())
        for key, limit in counted
    ]
    storage = _limiter().storage
    try:
        if isinstance(storage, RedisStorage):
            numbers = _count_each(storage)(
                keys=[storage.prefixed_key(item.key_for(name, tag)) for item, tag in items],
                args=[item.get_expiry() for item, _ in items],
            )
            return [number <= item.amount for number, (item, _) in zip(numbers, items, strict=True)]
        return [_limiter().hit(item, name, tag) for item, tag in items]
    except (StorageError, RedisError):
        logger.warning("Limits are not counted: Valkey is away.")
        return [True] * len(items)


@cache
def _window(limit: str) -> RateLimitItem:
    return parse(limit)


@cache
def _count_each(storage: RedisStorage) -> Script:
    # The library promises less of its connection than the client that it makes.
    return cast("Redis", storage.get_connection()).register_script(_COUNT_EACH)


@cache
def _limiter() -> FixedWindowRateLimiter:
    address: str = settings.LIMITS_STORAGE
    if address.startswith("memory:"):
        return FixedWindowRateLimiter(storage_from_string(address))
    address = address.replace("unix://", "redis+unix://", 1)
    return FixedWindowRateLimiter(
        storage_from_string(
            address,
            wrap_exceptions=True,
            socket_timeout=ANSWER_WITHIN_SECONDS,
            socket_connect_timeout=ANSWER_WITHIN_SECONDS,
        )
    )
