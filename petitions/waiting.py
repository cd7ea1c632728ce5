"""Who was handed a petition and has not answered: the longest wait first, for pages and data."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings

from core.open_data import Row
from petitions.models import Dispatch

type Rows = Iterator[Row]
COLUMNS = ("petition", "title", "addressee", "sent_on", "days_waiting", "as_of", "url")


def rows_of(dispatches: Iterable[Dispatch], *, on: date) -> Rows:
    """Yield what open data say of unanswered `dispatches`, their petition selected."""
    for dispatch in dispatches:
        yield {
            "petition": dispatch.petition.slug,
            "title": dispatch.petition.title,
            "addressee": dispatch.addressee,
            "sent_on": dispatch.sent_on.isoformat(),
            "days_waiting": dispatch.days_waiting_on(on),
            "as_of": on.isoformat(),
            "url": f"{settings.BASE_URL}{dispatch.petition.get_absolute_url()}",
        }
