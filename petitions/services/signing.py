"""Ask to sign: keep what was typed, sealed, and write to the address."""

from datetime import datetime, timedelta

from django.db import transaction

from core import keys, limits, outbox
from petitions import emails, tags
from petitions.canonical import canonical_address
from petitions.errors import PetitionClosed
from petitions.models import Mailbox, Petition, SignatureRequest
from petitions.services.finding import by_reference, ensure_open, typed_in
from petitions.typed import Typed

# A meeting hall and a mobile carrier share one network: beyond this, letters wait, none is refused.
PER_NETWORK = "100/10 minutes"
NETWORK_PAUSE = timedelta(minutes=10)


def request_signature(
    *, petition: Petition, typed: Typed, at: datetime, network: str = "unknown"
) -> SignatureRequest:
    """Store the wish to sign, sealed, and queue its letter.

    Nothing here depends on whether the address has signed before, so the answer tells a stranger
    nothing about it. An address that was written a moment ago gets no second letter: the code
    it has is good for this wish too.

    Args:
        petition: a saved petition.
        typed: what the form cleaned.
        at: the moment of asking, timezone-aware.
        network: where it comes from, as `core.http.client_prefix` says.

    Raises:
        PetitionClosed: if `petition` does not accept signatures at `at`.
    """
    if not petition.accepts_signatures_at(at):
        raise PetitionClosed
    is_calm = limits.hit("sign", network, limit=PER_NETWORK)
    key, address = keys.petition_key(petition.pk), canonical_address(typed.address)
    tag = tags.mailbox_tag(key, petition=petition.pk, address=address)
    request = SignatureRequest(
        mailbox=Mailbox(petition=petition, tag=tag), asked_on=at.date(), version=petition.version
    )
    request.seal(typed)
    letter = outbox.prepare(
        emails.confirmation(request, to=typed.address),
        at=at,
        not_before=at if is_calm else at + NETWORK_PAUSE,
    )
    if SignatureRequest.objects.ask(request, letter, at=at):
        outbox.wake()
    return request


@transaction.atomic
def send_again(*, reference: str, at: datetime) -> SignatureRequest:
    """Write to the address again, unless it was written too lately or too often.

    The caller is never told which: the letters of an address are nobody else's business.

    Raises:
        UnknownRequest, RequestExpired, PetitionClosed: as for `confirm_by_code`.
    """
    request = by_reference(reference)
    if request.is_confirmed:
        return request
    ensure_open(request, at=at)
    address = typed_in(request).address
    if Mailbox.objects.take_letter(request.mailbox, at=at):
        outbox.enqueue(emails.confirmation(request, to=address), at=at)
    return request
