"""Followers and news."""

from datetime import UTC, datetime
from typing import Any

from follows import services
from follows.models import Follow, NewsItem

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def make_follow(**kwargs: Any) -> Follow:
    """Let Ada follow petition 7 since a Monday."""
    wish: dict[str, Any] = {"subject": "petition:7", "address": "ada@example.org", "at": MONDAY}
    services.start(**(wish | kwargs))
    return Follow.objects.latest("next_digest_on")


def make_news(**kwargs: Any) -> NewsItem:
    """Publish one piece of news about petition 7, that Monday."""
    news: dict[str, Any] = {"subject": "petition:7", "title": "Une réponse", "body": "Le texte."}
    return services.publish_news(**(news | {"path": "/", "at": MONDAY} | kwargs))
