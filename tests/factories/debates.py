"""Debates and contributions for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from accounts.models import User
from debates.models import Contribution, Debate, Revision
from debates.services import contribute, create_debate, open_debate
from moderation.models import Case, Item
from tests.factories import moderation
from tests.factories.accounts import make_user

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_OPENED = datetime(2020, 1, 1, tzinfo=UTC)
_CLOSES = datetime(2100, 1, 1, tzinfo=UTC)


def make_draft(**kwargs: Any) -> Debate:
    """Make a debate that nobody sees yet; by default it lasts from 2020 to 2100."""
    slug = kwargs.pop("slug", f"debat-{uuid4().hex[:8]}")
    defaults: dict[str, Any] = {
        "title": "La confidentialité",
        "question": "Qui doit pouvoir lire nos données de santé ?",
        "introduction": "Le dossier rassemble des ordonnances et des comptes rendus.",
        "parent_path": "/propositions/un-debat-public/",
        "opens_at": _OPENED,
        "closes_at": _CLOSES,
    }
    return create_debate(slug=slug, **(defaults | kwargs))


def make_debate(**kwargs: Any) -> Debate:
    """Make a debate that is open now."""
    debate = make_draft(**kwargs)
    open_debate(debate=debate, at=_OPENED)
    return debate


def make_contribution(author: User, **kwargs: Any) -> Contribution:
    """Write as `author`, in a new debate unless `debate` or `parent` is given."""
    parent = kwargs.get("parent")
    defaults: dict[str, Any] = {
        "debate": parent.debate if parent else kwargs.pop("debate", None) or make_debate(),
        "kind": Contribution.Kind.REPLY if parent else Contribution.Kind.FOR,
        "body": "Le dossier appartient au patient.",
        "token": uuid4(),
        "at": NOW,
    }
    return contribute(author=author, **(defaults | kwargs))


def publish(contribution: Contribution) -> Contribution:
    """Make `contribution` public without the desk."""
    Item.objects.filter(pk=contribution.item_id).update(
        state=Item.State.PUBLISHED, published_at=NOW
    )
    contribution.item.refresh_from_db()
    return contribution


def refuse(contribution: Contribution) -> Contribution:
    """Refuse `contribution` as a moderator does."""
    item = contribution.item
    case, _ = Case.objects.undecided().get_or_create(item=item, defaults={"opened_at": NOW})
    moderation.refuse(case)
    item.refresh_from_db()
    return contribution


def make_author(*, trusted: bool = False, **kwargs: Any) -> User:
    """Make somebody with a public name; `trusted` after two published texts."""
    author = make_user(**kwargs)
    for _ in range(2 if trusted else 0):
        publish(make_contribution(author))
    return author


def make_busy_debate(
    *, threads: int = 100, body: str = "Le dossier appartient au patient."
) -> Debate:
    """Make a debate of published `threads`, each with one reply, in a few statements."""
    debate, author = make_debate(), make_author()
    roots = _publish_many(debate, author, [None] * threads, body)
    _publish_many(debate, author, roots, body)
    return debate


def _publish_many(
    debate: Debate, author: User, parents: Sequence[Contribution | None], body: str
) -> list[Contribution]:
    written = {"kind": "contribution", "author": author, "created_at": NOW, "published_at": NOW}
    items = Item.objects.bulk_create([Item(state=Item.State.PUBLISHED, **written) for _ in parents])
    contributions = Contribution.objects.bulk_create(
        [
            Contribution(
                item=item,
                debate=debate,
                kind=Contribution.Kind.REPLY if parent else Contribution.Kind.FOR,
                parent=parent,
                token=uuid4(),
            )
            for item, parent in zip(items, parents, strict=True)
        ]
    )
    revisions = Revision.objects.bulk_create(
        [
            Revision(contribution=contribution, number=1, body=body, created_at=NOW)
            for contribution in contributions
        ]
    )
    for contribution, revision in zip(contributions, revisions, strict=True):
        contribution.current = revision
    Contribution.objects.bulk_update(contributions, ["current"])
    return contributions
