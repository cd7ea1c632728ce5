"""What higher apps show on « Mon compte »: each registers a template and what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User


@dataclass(frozen=True)
class Panel:
    """One section of the page: `template` is included with `panel.data`."""

    template: str
    data: Any


_sections: dict[str, Callable[[User], Any]] = {}


def register(template: str, data: Callable[[User], Any]) -> None:
    """Show `template` on every account page, with `data(user)` as `panel.data`."""
    _sections[template] = data


def for_user(user: User) -> list[Panel]:
    """Return the sections of the account page of `user`, in the order of registration."""
    return [Panel(template=template, data=data(user)) for template, data in _sections.items()]
