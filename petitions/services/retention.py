"""Forget: wishes to sign that nobody confirmed in time, the key of a petition that is settled."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from core import keys
from ledger.models import Entry
from ledger.sed1.entries import Kind
from ledger.services import queue_key_destroyed
from petitions import states
from petitions.errors import WrongStatus
from petitions.models import Annulment, Mailbox, Petition, Signature, SignatureRequest
from petitions.services.lifecycle import wait_for_confirmations

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


@transaction.atomic
def destroy_key(*, petition: Petition, at: datetime) -> None:
    """Destroy for ever what a petition kept of its signers; they still count. Twice is once.

    Raises:
        WrongStatus: if it is not closed, was still open less than three months before `at`, or if
            an annulment of its signatures was announced and is not carried out.
    """
    # A withdrawal under way still needs the key; the log must hear of it first.
    wait_for_confirmations()
    # Locked: two at once must not both tell the log.
    petition = Petition.objects.select_for_update().get(pk=petition.pk)
    is_closed = petition.status in states.ENDED
    is_pending = Annulment.objects.pending().filter(petition=petition).exists()
    if not is_closed or petition.closes_at > at - SETTLED_AFTER or is_pending:
        raise WrongStatus
    keys.destroy(f"petition-{petition.pk}")
    forget_signers([petition.pk])
    if not Entry.objects.filter(kind=Kind.KEY_DESTROYED, petition=petition.pk).exists():
        queue_key_destroyed(petition=petition.pk)


def forget_signers(petitions: Collection[int]) -> None:
    """Delete the rows that link an entry of the log to a day, a département and mute tags.

    Without the key they find nobody any more; the log alone counts, and a receipt still withdraws.
    """
    Signature.objects.filter(petition__in=petitions).delete()
