"""What becomes of somebody's contributions when the account goes, and what its export holds."""

from datetime import datetime
from typing import Any

from accounts.models import User
from debates.models import Contribution
from debates.services.revising import withdraw


def take_leave(user: User, keep_contributions: bool, at: datetime) -> None:
    """Take back what `user` wrote; an `accounts.deletion.Farewell`, in its transaction.

    With `keep_contributions`, what is public stays under « compte supprimé »; what waits or was
    refused goes all the same: nobody would be left to be told of a decision.
    """
    own = Contribution.objects.by(user.pk).select_related("item")
    for contribution in own.iterator():
        if not (keep_contributions and contribution.is_published):
            withdraw(contribution=contribution, at=at)


def export(user: User) -> list[dict[str, Any]]:
    """Return everything `user` wrote in debates, oldest first, every revision included."""
    own = Contribution.objects.by(user.pk).select_related("item", "debate").order_by("pk")
    return [
        {
            "debat": contribution.debate.title,
            "adresse": contribution.get_absolute_url(),
            "nature": contribution.get_kind_display(),
            "etat": contribution.item.get_state_display(),
            "textes": [
                {"texte": revision.body, "date": revision.created_at.isoformat()}
                for revision in contribution.revisions.all()
            ],
        }
        for contribution in own.prefetch_related("revisions")
    ]
