"""Forget what has had its time: the keys of past days, and the letters nobody could deliver."""

from datetime import date, datetime, timedelta

from django.conf import settings

from core import keys
from core.models import OutboxLetter

# A request asked late on its day, in another time zone, must still be readable on its last one.
MARGIN_DAYS = 2


def first_day_kept(at: datetime) -> date:
    """Return the oldest day whose key still exists after `destroy_expired_keys(at)`."""
    return at.date() - timedelta(days=settings.SIGNATURE_REQUEST_DAYS + MARGIN_DAYS - 1)


def destroy_expired_keys(*, at: datetime) -> int:
    """Destroy the keys of days past, and the letters only they could open; return how many keys.

    Whatever a day's key seals lives at most SIGNATURE_REQUEST_DAYS: no row still needs a key
    that goes. Run twice, it does nothing the second time.
    """
    first_kept = first_day_kept(at)
    OutboxLetter.objects.filter(key_day__lt=first_kept).delete()
    expired = [day for day in keys.days_with_a_key() if day < first_kept]
    for day in expired:
        keys.destroy(keys.day_key_name(day))
    return len(expired)
