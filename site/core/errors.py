"""What can go wrong in the parts that every app shares."""

from django.core.exceptions import BadRequest


class BadAddress(ValueError):
    """What was typed is not an e-mail address that letters can reach."""


class Unreadable(Exception):
    """Sealed bytes were altered, moved to another row, or their key was destroyed."""


class BadPosition(BadRequest):
    """The place in a list that an address asks for is not one; Django answers 400."""
