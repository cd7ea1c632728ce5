"""What « Mon compte » shows of somebody's proposals."""

from accounts.models import User
from petitions.models import Petition

SHOWN = 5


def newest(user: User) -> list[Petition]:
    """Return the last few proposals of `user`."""
    return list(Petition.objects.by(user.pk).order_by("-pk")[:SHOWN])
