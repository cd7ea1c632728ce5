"""Following a subject, news about it, and the letters that carry them."""

from follows.services.digests import send_digests
from follows.services.following import publish_news, start, stop
from follows.services.waiting import begin_waiting, start_later

__all__ = ["begin_waiting", "publish_news", "send_digests", "start", "start_later", "stop"]
