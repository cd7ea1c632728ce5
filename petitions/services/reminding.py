"""Remind, once, who asked to sign and has not confirmed."""

import uuid
from datetime import datetime

from django.db import transaction

from core import outbox
from petitions import emails
from petitions.errors import RequestExpired
from petitions.models import Mailbox, SignatureRequest
from petitions.services.finding import typed_in

BATCH = 500


def remind_unconfirmed(*, at: datetime) -> int:
    """Write once to each mailbox that waits since REMINDED_AFTER; return how many letters go.

    Twice, or twice at once, is once: what is looked at is marked, whether or not the mailbox may
    still be written to.
    """
    sent = 0
    while waiting := _batch(at):
        sent += sum(_remind(pk, at=at) for pk in waiting)
    return sent


def _batch(at: datetime) -> list[uuid.UUID]:
    return list(SignatureRequest.objects.to_remind_at(at).values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _remind(pk: uuid.UUID, *, at: datetime) -> bool:
    """Mark one wish as reminded, and write about it; return if a letter goes."""
    waiting = SignatureRequest.objects.filter(pk=pk, is_reminded=False, confirmed_on=None)
    try:
        request = SignatureRequest.objects.find(pk, lock=True)
        if not waiting.update(is_reminded=True):
            return False
        address = typed_in(request).address
    except (SignatureRequest.DoesNotExist, RequestExpired):
        return False
    if not Mailbox.objects.take_letter(request.mailbox, at=at):
        return False
    outbox.enqueue(emails.reminder(request, to=address), at=at)
    return True
