"""Lay down the registers: topics, sources, facts, committees, the charter."""

from datetime import datetime
from typing import Any

from committees.services import save_committee
from moderation.services import save_article
from pages.starting.files import records
from pages.starting.once import first_time
from transparency.models import Fact, Source, Topic
from transparency.services import (
    FactContent,
    publish_fact,
    record_fact,
    record_source,
    save_topic,
)


def load_registers(*, at: datetime) -> None:
    """Lay down each row that was never laid down before."""
    for topic in records("topics"):
        if first_time("topic", topic["slug"]):
            save_topic(**topic)
    for source in records("sources"):
        if first_time("source", source["slug"]):
            record_source(**source)
    for fact in records("facts"):
        if first_time("fact", fact["slug"]):
            _load_fact(fact, at=at)
    for committee in records("committees"):
        if first_time("committee", committee["slug"]):
            save_committee(**committee)
    for article in records("charter"):
        if first_time("article", str(article["number"])):
            save_article(**article)


def _load_fact(said: dict[str, Any], *, at: datetime) -> Fact:
    fact = record_fact(
        slug=said["slug"],
        topic=Topic.objects.get(slug=said["topic"]),
        content=FactContent(
            statement=said["statement"],
            source=Source.objects.get(slug=said["source"]),
            value=said["value"],
            unit=said["unit"],
            as_of=said["as_of"],
            note=said["note"],
            contested_group=said["contested_group"],
        ),
        at=at,
    )
    return publish_fact(fact=fact, at=at) if said["published"] else fact
