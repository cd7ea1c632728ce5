"""Debates and contributions for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import User
from debates.models import Contribution, Debate
from debates.services import contribute, create_debate, open_debate
from moderation.models import Item

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_OPENED = NOW - timedelta(days=30)


def make_draft(**kwargs: Any) -> Debate:
    """Make a debate that nobody sees yet; by default it lasts from 2026 to 2036."""
    slug = kwargs.pop("slug", f"debat-{uuid4().hex[:8]}")
    defaults = {
        "title": "La confidentialité",
        "question": "Qui doit pouvoir lire nos données de santé ?",
        "introduction": "Le dossier rassemble des ordonnances et des comptes rendus.",
        "parent_path": "/propositions/un-debat-public/",
        "opens_at": _OPENED,
        "closes_at": _OPENED + timedelta(days=3650),
    }
    return create_debate(slug=slug, **(defaults | kwargs))


def make_debate(**kwargs: Any) -> Debate:
    """Make a debate that is open now."""
    debate = make_draft(**kwargs)
    open_debate(debate=debate, at=_OPENED)
    return debate


def make_contribution(author: User, **kwargs: Any) -> Contribution:
    """Write as `author`; `state` forces the visibility that moderation would give."""
    state = kwargs.pop("state", None)
    parent = kwargs.get("parent")
    defaults = {
        "debate": parent.debate if parent else kwargs.pop("debate", None) or make_debate(),
        "kind": Contribution.Kind.REPLY if parent else Contribution.Kind.FOR,
        "body": "Le dossier appartient au patient.",
        "token": uuid4(),
        "at": NOW,
    }
    contribution = contribute(author=author, **(defaults | kwargs))
    if state is not None:
        force_state(contribution, state)
    return contribution


def publish(contribution: Contribution) -> Contribution:
    """Make `contribution` public, as a moderator would."""
    return force_state(contribution, Item.State.PUBLISHED)


def force_state(contribution: Contribution, state: str) -> Contribution:
    """Give `contribution` a visibility, past the desk."""
    Item.objects.filter(pk=contribution.item_id).update(state=state, published_at=NOW)
    contribution.item.refresh_from_db()
    return contribution
