"""Write down what happens to a petition, for everybody to read."""

from datetime import datetime

from petitions.models import Event


def record(
    *,
    petition: int,
    kind: Event.Kind,
    at: datetime,
    note: str = "",
    url: str = "",
    version: int | None = None,
) -> None:
    """Add one event to the timeline of a petition; a step that is taken once is written once.

    Args:
        petition: its key.
        version: that of the text, if this made one.
        note: one public sentence, without any name of a private person.
        url: where that can be checked.
    """
    event = Event(petition_id=petition, kind=kind, at=at, note=note, url=url, version=version)
    Event.objects.bulk_create([event], ignore_conflicts=True)
