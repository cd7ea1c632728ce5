"""One step of the life of a petition: taken from where it may be, once."""

from typing import Any

from petitions import states
from petitions.errors import WrongStatus
from petitions.models import Petition


def take_step(*, petition: int, to: str, **changes: Any) -> None:
    """Move the petition with this key on to `to`, a state; its row is locked from then on.

    Args:
        changes: the other columns that change with its state.

    Raises:
        WrongStatus: if no step leads to `to` from where it stands now.
    """
    standing = Petition.objects.filter(pk=petition, status__in=states.before(to))
    if not standing.update(status=to, **changes):
        raise WrongStatus
