"""Add a contribution to a debate."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from accounts.models import User
from debates.errors import CannotReply, DebateClosed
from debates.models import Contribution, Debate, Revision
from moderation.services import set_path, submit

ITEM_KIND = "contribution"


def contribute(
    *,
    debate: Debate,
    author: User,
    kind: str,
    body: str,
    token: UUID,
    at: datetime,
    parent: Contribution | None = None,
) -> Contribution:
    """Store what `author` wrote; moderation decides whether it is public at once.

    Args:
        author: somebody who chose a pseudonym.
        kind: one of `Contribution.Kind`; `reply` if and only if there is a `parent`.
        body: 1 to 1,500 characters, as cleaned by the form.
        token: of the form; the same form sent twice is one contribution, returned twice.
        parent: the contribution answered, with its item loaded.

    Raises:
        DebateClosed: if `debate` takes no contribution at `at`.
        CannotReply: if `parent` is not public, not of this debate, or a reply itself.
    """
    if not debate.is_open_at(at):
        raise DebateClosed
    if parent is not None and not _takes_replies(parent, debate):
        raise CannotReply
    # Two people may hold the same form, one after the other in one browser: each has their own.
    own_token = uuid5(token, str(author.pk))
    try:
        return _store(
            debate=debate,
            author=author,
            kind=kind,
            body=body,
            own_token=own_token,
            at=at,
            parent=parent,
        )
    except IntegrityError:
        sent_before = Contribution.objects.filter(token=own_token).first()
        if sent_before is None:
            raise
        return sent_before


def _takes_replies(parent: Contribution, debate: Debate) -> bool:
    return parent.debate_id == debate.pk and parent.parent_id is None and parent.is_published


@transaction.atomic
def _store(
    *,
    debate: Debate,
    author: User,
    kind: str,
    body: str,
    own_token: UUID,
    at: datetime,
    parent: Contribution | None,
) -> Contribution:
    item = submit(
        kind=ITEM_KIND,
        author=author,
        scope="",
        path=debate.get_absolute_url(),
        at=at,
    )
    contribution = Contribution.objects.create(
        item=item, debate=debate, kind=kind, parent=parent, token=own_token
    )
    contribution.current = Revision.objects.create(
        contribution=contribution, number=1, body=body, created_at=at
    )
    contribution.save(update_fields=["current"])
    set_path(item, contribution.get_absolute_url())
    return contribution
