"""Counters of attempts, in Valkey, by hashed keys: they delay a letter, they never refuse one."""

import logging
from functools import cache

from django.conf import settings
from django.utils import timezone
from limits import parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from core import keys

logger = logging.getLogger(__name__)

ANSWER_WITHIN_SECONDS = 0.5


def hit(name: str, key: str, *, limit: str) -> bool:
    """Count one attempt of `key` at `name`; return whether it is within `limit` (« 30/hour »).

    Valkey sees a tag that changes every day, never an address or a network. Without Valkey the
    answer is True: a limit protects a service, it must not stop it.
    """
    tag = keys.keyed_tag(keys.day_key(timezone.now().date()), name.encode(), key.encode())
    try:
        return _limiter().hit(parse(limit), name, tag.hex())
    except StorageError:
        logger.warning("Limits are not counted: Valkey is away.")
        return True


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
