"""The life of a fact: recorded, published, corrected, withdrawn; each step leaves a revision."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from core import partial_dates
from ledger.services import queue_fact
from transparency.errors import (
    AlreadyRevised,
    ReasonMissing,
    SlugTaken,
    SourceMissing,
    StatementMissing,
    UnreadableDate,
    WrongStatus,
)
from transparency.logged import as_logged
from transparency.models import Fact, FactRevision, Source, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class FactContent:
    """What a fact says.

    Args:
        value: the figure as people read it, « 15,4 »; empty for a fact without a figure.
        unit: what is counted, « % des 15 ans et plus ».
        as_of: 2022-03-24, 2022-03, 2022, or nothing.
        contested_group: a slug shared by facts that give different figures for one thing.
    """

    statement: str
    source: Source
    value: str = ""
    unit: str = ""
    as_of: str = ""
    note: str = ""
    contested_group: str = ""


@transaction.atomic
def record_fact(*, slug: str, topic: Topic, content: FactContent, at: datetime) -> Fact:
    """Write down a new fact as a draft, which only editors see.

    Raises:
        StatementMissing, UnreadableDate: nothing was written.
        SlugTaken: another fact has this address; nothing was written.
    """
    fact = Fact(slug=slug, topic=topic, revised_at=at)
    _say(fact, content)
    try:
        with transaction.atomic():
            fact.save(force_insert=True)
    except IntegrityError as error:
        raise SlugTaken(slug) from error
    _remember(fact, FactRevision.Event.RECORDED)
    return fact


@transaction.atomic
def revise_fact(
    *, fact: Fact, topic: Topic, content: FactContent, reason: str = "", at: datetime
) -> Fact:
    """Say something else from now on; what was said before stays in the history.

    Args:
        fact: as its editor read it; `fact.version` must still be the newest.
        reason: the sentence readers of the correction see; may be empty for a draft.

    Raises:
        StatementMissing, UnreadableDate: nothing was written.
        ReasonMissing: the public has seen this fact.
        SourceMissing: a published fact keeps a source that can be opened.
        WrongStatus: a withdrawn fact is not corrected.
        AlreadyRevised: somebody else changed it first.
    """
    if fact.status == Fact.Status.WITHDRAWN:
        raise WrongStatus(fact.status)
    if fact.is_published:
        _require_reason(reason)
        _require_source(content.source)
    fact.topic = topic
    _say(fact, content)
    _step(fact, at=at)
    _remember(fact, FactRevision.Event.CORRECTED, reason)
    return fact


@transaction.atomic
def publish_fact(*, fact: Fact, at: datetime) -> Fact:
    """Show a draft to everybody.

    Raises:
        SourceMissing: nobody could go and check it.
        WrongStatus: it is not a draft.
        AlreadyRevised: somebody else changed it first.
    """
    if fact.status != Fact.Status.DRAFT:
        raise WrongStatus(fact.status)
    _require_source(fact.source)
    fact.status = Fact.Status.PUBLISHED
    _step(fact, at=at)
    _remember(fact, FactRevision.Event.PUBLISHED)
    return fact


@transaction.atomic
def withdraw_fact(*, fact: Fact, reason: str, at: datetime) -> Fact:
    """Stop asserting a published fact; its page says why, and keeps its history.

    Raises:
        ReasonMissing: readers are owed one.
        WrongStatus: it is not published.
        AlreadyRevised: somebody else changed it first.
    """
    if not fact.is_published:
        raise WrongStatus(fact.status)
    _require_reason(reason)
    fact.status = Fact.Status.WITHDRAWN
    _step(fact, at=at)
    _remember(fact, FactRevision.Event.WITHDRAWN, reason)
    return fact


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


def _require_source(source: Source) -> None:
    if not source.can_be_opened:
        raise SourceMissing(source.slug)


def _say(fact: Fact, content: FactContent) -> None:
    if not content.statement.strip():
        raise StatementMissing
    try:
        fact.as_of = partial_dates.checked(content.as_of)
    except partial_dates.BadPartialDate as error:
        raise UnreadableDate(content.as_of) from error
    fact.statement, fact.source = content.statement.strip(), content.source
    fact.value, fact.unit, fact.note = content.value, content.unit, content.note
    fact.contested_group = content.contested_group


def _step(fact: Fact, *, at: datetime) -> None:
    """Write `fact` as its next version, if it is still the newest: the first editor wins."""
    still_newest = Fact.objects.filter(pk=fact.pk, version=fact.version)
    if not still_newest.update(version=F("version") + 1):
        raise AlreadyRevised(fact.slug)
    fact.version, fact.revised_at = fact.version + 1, at
    fact.save(force_update=True)


def _remember(fact: Fact, event: FactRevision.Event, reason: str = "") -> None:
    """Keep `fact` as it stands, and let it enter the public log if the public sees it."""
    revision = FactRevision(
        fact=fact,
        number=fact.version,
        event=event,
        reason=reason.strip(),
        is_public=fact.status != Fact.Status.DRAFT,
        statement=fact.statement,
        value=fact.value,
        unit=fact.unit,
        as_of=fact.as_of,
        source=fact.source,
        note=fact.note,
        revised_at=fact.revised_at,
    )
    if revision.is_public:
        revision.object_sha256 = queue_fact(as_logged(revision))
    revision.save(force_insert=True)
