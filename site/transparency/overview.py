"""What the front of the register shows: topics, contested figures, the platform's own figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from petitions.models import Petition
from transparency import figures
from transparency.models import Fact, Topic

PETITIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ContestedGroup:
    """Two published facts or more that give different figures for one thing, newest first."""

    slug: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Overview:
    """The register at a glance, at the moment `as_of`."""

    as_of: datetime
    topics: Sequence[Topic]  # each with `facts_count`, 1 or more
    contested: Sequence[ContestedGroup]
    signatures: Sequence[figures.Figure]


def overview(at: datetime) -> Overview:
    """Return what the register holds at `at`; four queries, whatever it holds."""
    newest_petitions = Petition.objects.published().order_by("-pk")[:PETITIONS_SHOWN]
    return Overview(
        as_of=at,
        topics=list(topics_with_facts()),
        contested=contested_groups(Fact.objects.all()),
        signatures=list(figures.of_petitions(newest_petitions)),
    )


def topics_with_facts() -> QuerySet[Topic]:
    """Return the topics that have published facts, in their order; `facts_count` says how many."""
    published = Q(facts__status=Fact.Status.PUBLISHED)
    counted = Topic.objects.annotate(facts_count=Count("facts", filter=published))
    return counted.filter(facts_count__gt=0).order_by("order", "title")


def contested_groups(facts: QuerySet[Fact]) -> list[ContestedGroup]:
    """Return the groups of contested facts that have one of `facts` at least; one query.

    A group shows all its published facts, whatever their topic: a figure never stands without
    those that contradict it. A fact that has lost its opponents is no longer contested.
    """
    slugs = facts.exclude(contested_group="").values("contested_group")
    contested = (
        Fact.objects.published()
        .filter(contested_group__in=slugs)
        .contested()
        .select_related("source")
    )
    return [group for group in _grouped(contested) if len(group.facts) > 1]


def _grouped(contested: Iterable[Fact]) -> Iterable[ContestedGroup]:
    for slug, group in groupby(contested, key=lambda fact: fact.contested_group):
        yield ContestedGroup(slug, list(group))
