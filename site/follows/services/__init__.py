"""Following a subject, news about it, and the letters that carry them."""

from follows.services.asking import (
    ask,
    by_reference,
    confirm,
    ensure_code_may_be_typed,
    purge_requests,
    send_again,
    wish_of,
)
from follows.services.digests import send_digests
from follows.services.following import publish_news, start, stop
from follows.services.waiting import begin_waiting, start_later

__all__ = [
    "ask",
    "begin_waiting",
    "by_reference",
    "confirm",
    "ensure_code_may_be_typed",
    "publish_news",
    "purge_requests",
    "send_again",
    "send_digests",
    "start",
    "start_later",
    "stop",
    "wish_of",
]
