"""What editors add to a timeline: meetings, debates in an assembly, news, each with its source."""

from datetime import datetime

from django.db import transaction

from petitions.errors import NotForEditors, WrongStatus
from petitions.models import Event, Petition
from petitions.services.outcome import ensure_plain, tell_followers

EDITORIAL = (Event.Kind.MEETING, Event.Kind.ASSEMBLY, Event.Kind.NEWS)


@transaction.atomic
def add_event(
    *, petition: Petition, kind: str, happens_at: datetime, note: str, url: str, at: datetime
) -> Event:
    """Add what happens to a petition, now, before or later, and tell its followers.

    Args:
        note: one public sentence, at most 300 characters, without a name of a private person.
        url: the source.

    Raises:
        NotForEditors: if `kind` is a step that a service of its own writes.
        BadSource: if `url` is no https page of the site it shows.
        WrongStatus: if the petition was never opened.
    """
    ensure_plain(url)
    if kind not in EDITORIAL:
        raise NotForEditors
    if not petition.was_opened:
        raise WrongStatus
    event = Event.objects.create(petition=petition, kind=kind, at=happens_at, note=note, url=url)
    tell_followers(petition, what=event.get_kind_display(), said=note, at=at)
    return event


def change_event(*, event: Event, kind: str, happens_at: datetime, note: str, url: str) -> Event:
    """Correct what an editor added; a step is never rewritten. Errors as for `add_event`."""
    ensure_plain(url)
    editable = Event.objects.filter(pk=event.pk, kind__in=EDITORIAL)
    if kind not in EDITORIAL or not editable.update(kind=kind, at=happens_at, note=note, url=url):
        raise NotForEditors
    event.refresh_from_db()
    return event


def remove_event(*, event: Event) -> None:
    """Remove what an editor added; raise NotForEditors for a step."""
    removed, _ = Event.objects.filter(pk=event.pk, kind__in=EDITORIAL).delete()
    if not removed:
        raise NotForEditors
