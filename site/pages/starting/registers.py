"""Lay down the registers: topics, sources, facts, committees, the charter."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from committees.services import save_committee
from moderation.services import save_article
from pages.starting.files import records
from pages.starting.once import first_time
from petitions.services import save_reason
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
    _load("topics", key="slug", lay=lambda said: save_topic(**said))
    _load("sources", key="slug", lay=lambda said: record_source(**said))
    _load("facts", key="slug", lay=lambda said: _lay_fact(said, at=at))
    _load("committees", key="slug", lay=lambda said: save_committee(**said))
    _load("refusal_reasons", key="code", lay=lambda said: save_reason(**said))
    _load("charter", key="number", lay=lambda said: save_article(**said))


def _load(register: str, *, key: str, lay: Callable[[dict[str, Any]], object]) -> None:
    for said in records(register):
        if first_time(register, str(said[key])):
            lay(said)


def _lay_fact(said: dict[str, Any], *, at: datetime) -> Fact:
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
