"""What authors do: hand in, change, take back."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from moderation.models import Case, Item

# The first texts of a new person wait for a moderator; then they appear at once.
TRUSTED_AFTER = 2


@transaction.atomic
def submit(*, kind: str, author: User, scope: str, path: str, at: datetime) -> Item:
    """Register a new text; the first two of a person wait, with a case each.

    Args:
        kind: the name under which the text's app is in `moderation.registry`.
        author: who wrote it.
        scope: where moderators of one place may decide about it; empty for everywhere.
        path: where it stands on the site, or "" until `set_path`.
        at: the moment of sending, timezone-aware.
    """
    if is_trusted(author):
        return Item.objects.create(
            kind=kind,
            author=author,
            scope=scope,
            path=path,
            state=Item.State.PUBLISHED,
            created_at=at,
            published_at=at,
        )
    item = Item.objects.create(kind=kind, author=author, scope=scope, path=path, created_at=at)
    Case.objects.create(item=item, opened_at=at)
    return item


def is_trusted(author: User) -> bool:
    """Tell whether `author` has two published texts: moderators have seen enough."""
    return Item.objects.published().filter(author=author)[:TRUSTED_AFTER].count() == TRUSTED_AFTER


def set_path(item: Item, path: str) -> None:
    """Write down where the text of `item` stands, once its address is known."""
    item.path = path
    item.save(update_fields=["path"])


@transaction.atomic
def resubmit(*, item: Item, at: datetime) -> bool:
    """Put a text that its author changed under the rule of a new one; tell if it was public.

    An open case is decided on the new text only: whoever has the old one on screen is told. A
    text that was refused, or that somebody still new had published, waits again. That of a
    trusted person stays.
    """
    held = Case.objects.undecided().filter(item=item).update(version=F("version") + 1)
    # The case first, then the item, as in `decide`: the other order would deadlock with it.
    item.refresh_from_db(
        fields=["state"], from_queryset=Item.objects.select_for_update(no_key=True)
    )
    was_public = item.state == Item.State.PUBLISHED
    trusted = item.author is not None and is_trusted(item.author)
    if item.state == Item.State.REFUSED or (was_public and not trusted):
        item.state = Item.State.WAITING
        item.decision = None
        item.save(update_fields=["state", "decision"])
        if not held:
            Case.objects.create(item=item, opened_at=at)
    return was_public


@transaction.atomic
def remove_by_author(*, item: Item, at: datetime) -> None:
    """Take a text back: it shows no more, nothing is left to decide. Twice changes nothing.

    `at` is when it was taken back, timezone-aware; decisions about it stay in the journal.
    """
    undecided = Case.objects.undecided().filter(item=item)
    # The case first, then the item, as in `decide`: the other order would deadlock with it.
    undecided.delete()
    if item.state != Item.State.REMOVED:
        item.state = Item.State.REMOVED
        item.removed_at = at
        item.save(update_fields=["state", "removed_at"])
        # A moderator may have opened one before the item was ours.
        undecided.all().delete()
