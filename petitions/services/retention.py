"""Forget wishes to sign that nobody confirmed in time."""

from datetime import datetime

from django.db import transaction

from petitions.models import Mailbox, SignatureRequest


@transaction.atomic
def purge_expired_requests(*, at: datetime) -> int:
    """Delete what expired at `at`, then the mailboxes nobody needs; return how many wishes.

    Run twice, it does nothing the second time.
    """
    purged, _ = SignatureRequest.objects.expired_at(at).delete()
    Mailbox.objects.forgettable_at(at).delete()
    return purged
