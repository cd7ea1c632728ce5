"""What can go wrong in the parts that every app shares."""

from django.core.exceptions import BadRequest
from django.db import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError

# The database or Valkey is away, or has no room: nobody’s mistake, and over in a moment.
OVERLOAD = (OperationalError, RedisConnectionError)


class BadAddress(ValueError):
    """What was typed is not an e-mail address that letters can reach.

    Its argument, if any, is the character that stands where it may not: « @ » or a space.
    """


class Unreadable(Exception):
    """Sealed bytes were altered, moved to another row, or their key was destroyed."""


class BadToken(ValueError):
    """No page of ours ever had this secret in its address."""


class KeyIsLost(Exception):
    """The file of a key in use is gone from KEYS_DIR: the operator must restore it."""


class BadPosition(BadRequest):
    """The place in a list that an address asks for is not one; Django answers 400."""
