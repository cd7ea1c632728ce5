"""Forget: wishes to sign that nobody confirmed in time, the key of a petition that is settled."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core import keys
from ledger.services import is_key_destroyed, queue_key_destroyed
from petitions import states
from petitions.errors import WrongStatus
from petitions.models import Annulment, Event, Mailbox, Petition, Signature, SignatureRequest
from petitions.services.lifecycle import wait_for_confirmations
from petitions.services.timeline import record


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
        WrongStatus: if it is not closed, ended less than SETTLED_AFTER_DAYS before `at`, or if an
            annulment of its signatures was announced and is not carried out.
    """
    # A withdrawal under way still needs the key; the log must hear of it first.
    wait_for_confirmations()
    # Locked: two at once must not both tell the log.
    petition = Petition.objects.select_for_update().get(pk=petition.pk)
    is_closed = petition.status in states.ENDED
    is_pending = Annulment.objects.pending().filter(petition=petition).exists()
    if not is_closed or petition.closes_at > _last_end_settled(at) or is_pending:
        raise WrongStatus
    keys.destroy(f"petition-{petition.pk}")
    forget_signers([petition.pk])
    if not is_key_destroyed(petition.pk):
        queue_key_destroyed(petition=petition.pk)
    # The log may have heard already: from a recovery, or before there were timelines.
    record(petition=petition.pk, kind=Event.Kind.KEY_DESTROYED, at=at)


def settle_petitions(*, at: datetime) -> int:
    """Destroy the key of every petition that is settled at `at`; return how many. Twice is once.

    One that an annulment still needs waits for another night.
    """
    ended = Petition.objects.filter(status__in=states.ENDED, closes_at__lte=_last_end_settled(at))
    settled = 0
    for petition in ended.exclude(events__kind=Event.Kind.KEY_DESTROYED).order_by("pk"):
        try:
            destroy_key(petition=petition, at=at)
        except WrongStatus:
            continue
        settled += 1
    return settled


def _last_end_settled(at: datetime) -> datetime:
    return at - timedelta(days=settings.SETTLED_AFTER_DAYS)


def forget_signers(petitions: Collection[int]) -> None:
    """Delete the rows that link an entry of the log to a day, a département and mute tags.

    Without the key they find nobody any more; the log alone counts, and a receipt still withdraws.
    """
    Signature.objects.filter(petition__in=petitions).delete()
