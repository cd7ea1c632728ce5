"""What higher apps hold about a person: they register here what goes into the person's export."""

from collections.abc import Callable
from typing import Any

from accounts.models import User

Chapter = Callable[[User], Any]
_chapters: dict[str, Chapter] = {}


def register(title: str, chapter: Chapter) -> None:
    """Add `chapter(user)`, anything JSON can hold, to every export under the key `title`."""
    _chapters[title] = chapter


def chapters(user: User) -> dict[str, Any]:
    """Return what every app holds about `user`, by title."""
    return {title: chapter(user) for title, chapter in _chapters.items()}
