"""Keep the list of topics and of sources."""

from django.db import IntegrityError, transaction

from transparency.errors import SlugTaken, SourceInUse
from transparency.models import FactRevision, Source, Topic


@transaction.atomic
def save_topic(
    *, topic: Topic | None = None, slug: str, title: str, introduction: str = "", order: int = 0
) -> Topic:
    """Write down a topic; a new one unless `topic` is given. Raises SlugTaken."""
    row = topic or Topic()
    row.slug, row.title, row.introduction, row.order = slug, title, introduction, order
    return _saved(row)


@transaction.atomic
def record_source(
    *, slug: str, title: str, kind: str, publisher: str = "", url: str = ""
) -> Source:
    """Write down where something was read; `kind` is one of `Source.Kind`. Raises SlugTaken."""
    return _saved(Source(slug=slug, title=title, kind=kind, publisher=publisher, url=url))


@transaction.atomic
def revise_source(
    *, source: Source, title: str, kind: str, publisher: str = "", url: str = ""
) -> Source:
    """Rewrite a source that only drafts rely on.

    Raises:
        SourceInUse: the public has seen it under a fact. Changing it would change the past:
            record the better source, and correct the fact.
    """
    if FactRevision.objects.public().filter(source=source).exists():
        raise SourceInUse(source.slug)
    source.title, source.kind, source.publisher, source.url = title, kind, publisher, url
    return _saved(source)


def _saved[Row: (Topic, Source)](row: Row) -> Row:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise SlugTaken(row.slug) from error
    return row
