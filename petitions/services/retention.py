"""Forget: wishes nobody confirmed, the key of a settled petition, proposals nobody finished."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from core import keys
from ledger.services import is_key_destroyed, queue_key_destroyed
from petitions import states
from petitions.errors import WrongStatus
from petitions.models import (
    Annulment,
    Event,
    Mailbox,
    Petition,
    Review,
    Signature,
    SignatureRequest,
    Supporter,
)
from petitions.services.lifecycle import wait_for_confirmations
from petitions.services.timeline import record


def purge_expired_requests(*, at: datetime) -> int:
    """Delete what expired at `at`, then the mailboxes nobody needs; return how many wishes.

    Run twice, it does nothing the second time. Two transactions: whoever holds a mailbox may wait
    for one of its wishes. What somebody holds since before midnight is left to another night.
    """
    with transaction.atomic():
        expired = SignatureRequest.objects.expired_at(at).select_for_update(skip_locked=True)
        free = list(expired.values_list("pk", flat=True))
        purged, _ = SignatureRequest.objects.filter(pk__in=free).delete()
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
    # Nor is anybody tied any more to having written what the others signed.
    Petition.objects.filter(pk=petition.pk).update(author=None)
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


@transaction.atomic
def purge_unfinished_proposals(*, at: datetime) -> int:
    """Delete drafts nobody went on with, and what was withdrawn unread; return how many.

    Both go UNFINISHED_PROPOSAL_DAYS after their last step. A public refusal stays, without the
    supporters that it was still to keep from a second reading.
    """
    before = at - timedelta(days=settings.UNFINISHED_PROPOSAL_DAYS)
    lately = Event.objects.filter(petition=OuterRef("pk"), at__gt=before)
    left_refused = Petition.objects.filter(~Exists(lately), status=states.REFUSED)
    Supporter.objects.filter(petition__in=left_refused).delete()
    refused = Review.objects.filter(petition=OuterRef("pk"), outcome=Review.Outcome.REFUSED)
    over = Petition.objects.filter(
        ~Exists(lately),
        ~Exists(refused),
        status__in=[states.DRAFT, states.WITHDRAWN],
        author__isnull=False,
        opens_at__lte=before,
    )
    # Held first: its author may go on with it at this moment.
    keys_of_rows = list(over.select_for_update(of=["self"]).values_list("pk", flat=True))
    Petition.objects.filter(pk__in=keys_of_rows).delete()
    return len(keys_of_rows)


def _last_end_settled(at: datetime) -> datetime:
    return at - timedelta(days=settings.SETTLED_AFTER_DAYS)


def forget_signers(petitions: Collection[int]) -> None:
    """Delete the rows that link an entry of the log to a day, a département and mute tags.

    Without the key they find nobody any more; the log alone counts, and a receipt still withdraws.
    """
    Signature.objects.filter(petition__in=petitions).delete()
