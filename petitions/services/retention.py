"""Forget: wishes to sign that nobody confirmed in time, the key of a petition that is settled."""

from datetime import datetime, timedelta

from django.db import transaction

from core import keys
from petitions.errors import WrongStatus
from petitions.models import Mailbox, Petition, SignatureRequest

# Three months, as « Données personnelles » promises.
SETTLED_AFTER = timedelta(days=92)


@transaction.atomic
def purge_expired_requests(*, at: datetime) -> int:
    """Delete what expired at `at`, then the mailboxes nobody needs; return how many wishes.

    Run twice, it does nothing the second time.
    """
    purged, _ = SignatureRequest.objects.expired_at(at).delete()
    Mailbox.objects.forgettable_at(at).delete()
    return purged


def destroy_key(*, petition: Petition, at: datetime) -> None:
    """Destroy for ever what compares signatures with anybody; they still count. Twice is once.

    Raises:
        WrongStatus: if it is not closed, or was still open less than three months before `at`.
    """
    is_closed = petition.status == Petition.Status.CLOSED
    if not is_closed or petition.closes_at > at - SETTLED_AFTER:
        raise WrongStatus
    keys.destroy(f"petition-{petition.pk}")
