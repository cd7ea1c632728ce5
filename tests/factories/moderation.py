"""Texts to moderate, of a kind of the tests alone; articles, cases, decisions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.html import format_html

from accounts.models import User
from moderation.models import Article, Case, Decision, Item
from moderation.registry import ItemFace, register
from moderation.services import decide, save_article, submit
from tests.factories.accounts import make_moderator, make_user

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KIND = "essai"
TEXT = "Un texte qui ne doit paraître nulle part."


def describe(items: Sequence[Item]) -> Mapping[int, ItemFace]:
    return {
        item.pk: ItemFace(
            title="Argument pour",
            place="La confidentialité",
            html=format_html("<p>{}</p>", TEXT),
            context_path=f"/essais/{item.pk}/",
        )
        for item in items
    }


register(KIND, describe)


def make_item(author: User | None = None, **kwargs: Any) -> Item:
    """Submit a text; it waits, unless its author is trusted already."""
    asked: dict[str, Any] = {"kind": KIND, "scope": "", "path": "/essais/", "at": NOW}
    return submit(author=author or make_user(), **(asked | kwargs))


def make_case(author: User | None = None, **kwargs: Any) -> Case:
    """Submit a text of somebody new and return its case."""
    return Case.objects.get(item=make_item(author, **kwargs))


def make_article(number: int = 1) -> Article:
    return save_article(number=number, title="Le respect des personnes", text="Pas d’insulte.")


def publish(case: Case, by: User | None = None, at: datetime = NOW) -> Decision:
    return decide(
        case=case, outcome="published", article=None, reason="", by=by or make_moderator(), at=at
    )


def refuse(case: Case, by: User | None = None, at: datetime = NOW) -> Decision:
    return decide(
        case=case,
        outcome="refused",
        article=make_article(),
        reason="Ce texte insulte une personne.",
        by=by or make_moderator(),
        at=at,
    )


def make_trusted_user() -> User:
    """Make somebody whose first two texts were published."""
    user = make_user()
    for _n in range(2):
        publish(make_case(user))
    return user
