"""Letters: make one, and read those that wait in the outbox."""

from typing import Any

from core import keys
from core.letters import Letter
from core.models import OutboxLetter


def make_letter(**kwargs: Any) -> Letter:
    """Make a short letter to Ada."""
    letter = {"to": "ada@example.org", "subject": "Bonjour", "text": "Bonjour Ada.\n"}
    return Letter(**(letter | kwargs))


def waiting_letters() -> list[Letter]:
    """Open the letters of the outbox, the first to be delivered first."""
    return [open_letter(row) for row in OutboxLetter.objects.order_by("not_before", "pk")]


def last_letter() -> Letter:
    """Open the letter that is delivered last."""
    return waiting_letters()[-1]


def open_letter(row: OutboxLetter) -> Letter:
    """Open one sealed letter."""
    key = keys.day_key(row.key_day)
    return Letter.from_bytes(keys.unseal(row.sealed, key=key, bound_to=row.bound_to()))
