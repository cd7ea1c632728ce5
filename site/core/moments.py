"""Moments as forms show them, to the minute, and as people read them, in Paris and on one line."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from core import partial_dates
from core.text.typography import NO_BREAK


def kept_if_same_minute(stored: datetime, typed: datetime) -> datetime:
    """Return `stored` if `typed` names the same minute: what came back from a form unchanged."""
    same = stored.replace(second=0, microsecond=0) == typed.replace(second=0, microsecond=0)
    return stored if same else typed


def day_fr(value: date) -> str:
    """Return « 1er mars 2026 »."""
    return partial_dates.french(_day_in_paris(value).isoformat())


def short_day_fr(value: date) -> str:
    """Return « 1er mars », where the year goes without saying."""
    return day_fr(value).rpartition(NO_BREAK)[0]


def weekday_fr(value: date) -> str:
    """Return « dimanche 1er mars »."""
    return f"{date_format(_day_in_paris(value), 'l')}{NO_BREAK}{short_day_fr(value)}"


def hour_fr(value: datetime) -> str:
    """Return « 9 h 05 »."""
    local = timezone.localtime(value)
    return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local:%M}"


def _day_in_paris(value: date) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
