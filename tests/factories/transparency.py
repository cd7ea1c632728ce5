"""Topics, sources, facts and archived documents for tests."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from transparency.models import ArchivedDocument, Fact, Source, Topic
from transparency.services import (
    FactContent,
    archive_document,
    publish_fact,
    record_fact,
    record_source,
    save_topic,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_numbers = count(1)


def make_topic(**kwargs: Any) -> Topic:
    number = next(_numbers)
    return save_topic(**({"slug": f"theme-{number}", "title": f"Thème {number}"} | kwargs))


def make_source(**kwargs: Any) -> Source:
    said = {
        "slug": f"source-{next(_numbers)}",
        "title": "Insee Première",
        "publisher": "Insee",
        "url": "https://www.insee.fr/fr/statistiques/7633654",
        "kind": Source.Kind.PRIMARY,
    }
    return record_source(**(said | kwargs))


def make_content(**kwargs: Any) -> FactContent:
    """Return what a fact may say; a new source unless `kwargs` name one."""
    said: dict[str, Any] = {"statement": "Une personne sur six n’utilise pas Internet."}
    if "source" not in kwargs:
        said["source"] = make_source()
    return FactContent(**(said | kwargs))


def make_draft(*, topic: Topic | None = None, slug: str = "", **kwargs: Any) -> Fact:
    """Return a draft; `kwargs` go to `make_content`."""
    return record_fact(
        slug=slug or f"fait-{next(_numbers)}",
        topic=topic or make_topic(),
        content=make_content(**kwargs),
        at=NOW,
    )


def make_fact(**kwargs: Any) -> Fact:
    """Return a published fact; `kwargs` as for `make_draft`."""
    return publish_fact(fact=make_draft(**kwargs), at=NOW)


def make_document(**kwargs: Any) -> ArchivedDocument:
    said: dict[str, Any] = {
        "title": "Un texte",
        "publisher": "Une association",
        "published_on": date(2022, 3, 24),
        "text": "# Un texte\n\nPremier paragraphe.\n",
        "at": NOW,
    }
    return archive_document(**(said | kwargs))
