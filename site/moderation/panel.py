"""What authors see of moderation on « Mon compte », and find in their export."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from moderation.models import Decision, Item
from moderation.registry import faces_of

SHOWN = 50


@dataclass(frozen=True)
class Row:
    """One text of the person, what became of it, and the decision that did it."""

    title: str
    place: str
    path: str
    state: str
    state_name: str
    decision: Decision | None


def rows(user: User) -> list[Row]:
    """Return the newest texts of `user`, those taken back excepted."""
    own = Item.objects.filter(author=user).exclude(state=Item.State.REMOVED)
    items = list(own.select_related("decision").order_by("-pk")[:SHOWN])
    faces = faces_of(items)
    return [
        Row(
            title=faces[item.pk].title,
            place=faces[item.pk].place,
            path=faces[item.pk].author_path or item.path,
            state=item.state,
            state_name=str(item.get_state_display()),
            decision=item.decision,
        )
        for item in items
    ]


def export(user: User) -> list[dict[str, Any]]:
    """Return every decision about the texts of `user`, oldest first."""
    decisions = Decision.objects.filter(item__author=user).select_related("article").order_by("pk")
    return [
        {
            "reference": decision.reference,
            "date": decision.decided_at.isoformat(),
            "decision": str(decision.get_outcome_display()),
            "article": decision.article and str(decision.article),
            "explication": decision.reason,
        }
        for decision in decisions
    ]
