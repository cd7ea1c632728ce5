"""Where people with a role work; each app announces its own room, « Mon compte » shows the way."""

from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import Role


@dataclass(frozen=True)
class Room:
    """A place of work, open to the roles named."""

    path: str
    title: "str | Promise"
    roles: frozenset[str]


_rooms: list[Room] = []


def register(path: str, title: "str | Promise", *roles: str) -> None:
    """Show the way to `path` to whoever has one of `roles`, in whatever scope."""
    room = Room(path, title, frozenset(roles))
    if room not in _rooms:
        _rooms.append(room)


def for_roles(roles: list[Role]) -> list[Room]:
    """Return the rooms that these roles open."""
    names = {role.role for role in roles}
    return [room for room in _rooms if room.roles & names]
