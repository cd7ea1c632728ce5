"""What becomes of somebody's proposals when the account goes, and what its export holds."""

from datetime import datetime
from typing import Any

from accounts.models import User
from petitions import states
from petitions.models import Petition, Review, Supporter


def take_leave(user: User, keep_contributions: bool, at: datetime) -> None:
    """Delete what `user` proposed; an `accounts.deletion.Farewell`, in its transaction.

    What was opened stays: people signed it. With `keep_contributions`, what was refused stays
    public as well. Neither says who wrote it.
    """
    own = Petition.objects.by(user.pk).exclude(status__in=states.OPENED)
    if keep_contributions:
        own = own.exclude(reviews__outcome=Review.Outcome.REFUSED)
    # Rows before what hangs on them, as a reviewer's decision: the other order would deadlock.
    list(own.select_for_update().values_list("pk"))
    own.delete()


def export_proposals(user: User) -> dict[str, Any]:
    """Return every proposal of `user`, oldest first, and those that `user` supports."""
    supported = Supporter.objects.filter(user=user).select_related("petition").order_by("pk")
    return {
        "ecrites": [
            {
                "titre": petition.title,
                "demande": petition.text,
                "precisions": petition.details,
                "sources": petition.sources,
                "destinataires": petition.addressees,
                "etat": str(petition.get_status_display()),
            }
            for petition in Petition.objects.by(user.pk).order_by("pk")
        ],
        "soutenues": [row.petition.title for row in supported if row.number],
        "soutiens_retires": [row.petition.title for row in supported if not row.number],
    }
