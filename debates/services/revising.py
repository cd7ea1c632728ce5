"""Let people correct their own words, or take them back."""

from datetime import datetime

from django.db import IntegrityError, transaction

from debates.errors import CannotRevise, DebateClosed, RevisedMeanwhile
from debates.models import Contribution, Revision
from moderation.services import remove_by_author, resubmit


@transaction.atomic
def revise(*, contribution: Contribution, body: str, number: int, at: datetime) -> Revision:
    """Add the next text of `contribution`, under the same moderation as a new one.

    A text that was refused, or that nobody judged yet, is replaced for good: only texts that
    were public stay readable beside the new one.

    Args:
        contribution: with its debate and item loaded.
        body: 1 to 1,500 characters.
        number: the revision that its author saw when correcting it.
        at: the moment of writing, timezone-aware.

    Raises:
        DebateClosed: the debate takes no contribution at `at`.
        CannotRevise: its author took the contribution back.
        RevisedMeanwhile: `number` is no longer the current revision.
    """
    if not contribution.debate.is_open_at(at):
        raise DebateClosed
    was_public = resubmit(item=contribution.item, at=at)
    if not contribution.revisions.filter(number=number).exists():
        raise CannotRevise
    try:
        with transaction.atomic():
            revision = Revision.objects.create(
                contribution=contribution, number=number + 1, body=body, created_at=at
            )
    except IntegrityError:
        raise RevisedMeanwhile from None
    changes: dict[str, Revision | int] = {"current": revision}
    if not was_public:
        changes["oldest_public"] = revision.number
    Contribution.objects.filter(pk=contribution.pk).update(**changes)
    return revision


@transaction.atomic
def withdraw(*, contribution: Contribution, at: datetime) -> None:
    """Erase every text of `contribution`; its place stays, empty, for the replies under it.

    The second time changes nothing.
    """
    remove_by_author(item=contribution.item, at=at)
    contribution.revisions.all().delete()
