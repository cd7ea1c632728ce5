"""Other desks of moderators: each app announces its own, this one says what waits there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User


@dataclass(frozen=True)
class Desk:
    """A desk at `path` where `waiting` things wait for somebody."""

    path: str
    title: "str | Promise"
    waiting: int


_desks: dict[str, tuple["str | Promise", Callable[[User], int]]] = {}


def register(path: str, title: "str | Promise", waiting: Callable[[User], int]) -> None:
    """Show the way to `path` to whoever has something waiting there."""
    _desks[path] = (title, waiting)


def busy_for(user: User) -> list[Desk]:
    """Return the other desks where something waits for `user`, in the order of registration."""
    desks = [Desk(path, title, waiting(user)) for path, (title, waiting) in _desks.items()]
    return [desk for desk in desks if desk.waiting]
