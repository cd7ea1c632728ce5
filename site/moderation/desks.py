"""Other desks of moderators: each app announces its own, this one says what waits there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import Role, User


@dataclass(frozen=True)
class Desk:
    """A desk at `path` where `waiting` things wait for somebody."""

    path: str
    title: "str | Promise"
    waiting: int


_desks: dict[str, tuple["str | Promise", str, Callable[[User], int]]] = {}


def register(path: str, title: "str | Promise", role: str, waiting: Callable[[User], int]) -> None:
    """Show the way to `path` to whoever has `role` everywhere, with how much waits there."""
    _desks[path] = (title, role, waiting)


def open_to(user: User) -> list[Desk]:
    """Return the other desks of `user`, in the order of registration."""
    held = set(Role.objects.over("").filter(user=user).values_list("role", flat=True))
    return [
        Desk(path, title, waiting(user))
        for path, (title, role, waiting) in _desks.items()
        if role in held
    ]
