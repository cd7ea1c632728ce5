"""Prepare a debate, open it, close it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from core.moments import kept_if_same_minute
from debates.errors import DebateIsFrozen, WrongStatus
from debates.models import Debate


@transaction.atomic
def create_debate(
    *,
    title: str,
    slug: str,
    question: str,
    introduction: str,
    parent_path: str,
    opens_at: datetime,
    closes_at: datetime,
) -> Debate:
    """Store a draft; `introduction` is Markdown, `parent_path` the path of its proposal."""
    return Debate.objects.create(
        title=title,
        slug=slug,
        question=question,
        introduction=introduction,
        parent_path=parent_path,
        opens_at=opens_at,
        closes_at=closes_at,
    )


@transaction.atomic
def edit_debate(
    *,
    debate: Debate,
    title: str,
    slug: str,
    question: str,
    introduction: str,
    parent_path: str,
    opens_at: datetime,
    closes_at: datetime,
) -> Debate:
    """Correct a debate; once opened, its question, address and opening stay as people met them.

    Raises:
        DebateIsFrozen: if one of these would change, or if the debate is closed and
            its end would.
    """
    stored = Debate.objects.select_for_update().get(pk=debate.pk)
    opens_at = kept_if_same_minute(stored.opens_at, opens_at)
    closes_at = kept_if_same_minute(stored.closes_at, closes_at)
    if stored.is_published:
        wanted = (slug, question, opens_at)
        if wanted != (stored.slug, stored.question, stored.opens_at):
            raise DebateIsFrozen
    if stored.status == Debate.Status.CLOSED and closes_at != stored.closes_at:
        raise DebateIsFrozen
    stored.title = title
    stored.slug = slug
    stored.question = question
    stored.introduction = introduction
    stored.parent_path = parent_path
    stored.opens_at = opens_at
    stored.closes_at = closes_at
    stored.save()
    return stored


@transaction.atomic
def open_debate(*, debate: Debate, at: datetime) -> None:
    """Publish a draft; people write from its `opens_at` on.

    Raises:
        WrongStatus: if it is no draft any more, or its end is past at `at`.
    """
    drafts = Debate.objects.filter(pk=debate.pk, status=Debate.Status.DRAFT, closes_at__gt=at)
    if not drafts.update(status=Debate.Status.OPEN):
        raise WrongStatus
    debate.refresh_from_db()


@transaction.atomic
def close_debate(*, debate: Debate, at: datetime) -> None:
    """End an open debate at `at`, or keep the end it already had.

    Raises:
        WrongStatus: if it is not open, or has not begun at `at`.
    """
    running = Debate.objects.filter(pk=debate.pk, status=Debate.Status.OPEN, opens_at__lt=at)
    if not running.update(status=Debate.Status.CLOSED, closes_at=Least(F("closes_at"), at)):
        raise WrongStatus
    debate.refresh_from_db()
