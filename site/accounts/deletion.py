"""What higher apps do when an account goes: they register here, and run in the same transaction."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import User

Farewell = Callable[[User, bool, datetime], None]
_farewells: list[Farewell] = []


def register(farewell: Farewell) -> Farewell:
    """Have `farewell(user, keep_contributions, at)` called just before an account is deleted."""
    if farewell not in _farewells:
        _farewells.append(farewell)
    return farewell


def run(user: User, *, keep_contributions: bool, at: datetime) -> None:
    """Call every farewell, in the order of registration."""
    for farewell in _farewells:
        farewell(user, keep_contributions, at)
