"""Following a subject, news about it, and the letters that carry them."""

from follows.services.digests import send_digests
from follows.services.following import publish_news, start, stop

__all__ = ["publish_news", "send_digests", "start", "stop"]
