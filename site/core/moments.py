"""Moments as forms show them: to the minute."""

from datetime import datetime


def kept_if_same_minute(stored: datetime, typed: datetime) -> datetime:
    """Return `stored` if `typed` names the same minute: what came back from a form unchanged."""
    same = stored.replace(second=0, microsecond=0) == typed.replace(second=0, microsecond=0)
    return stored if same else typed
