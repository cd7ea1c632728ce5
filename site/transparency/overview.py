"""What the front of the register shows: topics, contested figures, the platform's own figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from petitions.models import Petition
from transparency import figures
from transparency.models import Fact, Topic

FACTS_SHOWN = 3
PETITIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TopicSummary:
    """A topic, how many published facts it holds (1 or more), and its newest three."""

    topic: Topic
    count: int
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class ContestedGroup:
    """Two published facts or more that give different figures for one thing, newest first."""

    slug: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Overview:
    """The register at a glance, at the moment `as_of`."""

    as_of: datetime
    topics: Sequence[TopicSummary]
    contested: Sequence[ContestedGroup]
    signatures: Sequence[figures.Figure]
    facts_count: int


def overview(at: datetime) -> Overview:
    """Return what the register holds at `at`; five queries, whatever it holds."""
    topics = topic_summaries()
    newest_petitions = Petition.objects.published().order_by("-pk")[:PETITIONS_SHOWN]
    return Overview(
        as_of=at,
        topics=topics,
        contested=contested_groups(Fact.objects.all()),
        signatures=list(figures.of_petitions(newest_petitions)),
        facts_count=sum(summary.count for summary in topics),
    )


def topic_summaries() -> list[TopicSummary]:
    """Return each topic that has published facts, with its newest ones; two queries."""
    place = Window(
        RowNumber(), partition_by=[F("topic")], order_by=[F("as_of").desc(), F("pk").asc()]
    )
    newest = (
        Fact.objects.published()
        .select_related("source")
        .annotate(place=place)
        .filter(place__lte=FACTS_SHOWN)
        .order_by("topic_id", "place")
    )
    by_topic = {key: list(facts) for key, facts in groupby(newest, key=lambda fact: fact.topic_id)}
    # Facts are filtered first: the count is that of the published ones.
    topics = Topic.objects.filter(facts__status=Fact.Status.PUBLISHED)
    counted = topics.annotate(facts_count=Count("facts")).order_by("order", "title")
    return [TopicSummary(topic, topic.facts_count, by_topic.get(topic.pk, [])) for topic in counted]


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
