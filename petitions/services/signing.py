"""Ask to sign: keep what was typed, sealed, and write to the address."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from core import keys, outbox
from petitions import emails, tags
from petitions.canonical import canonical_address
from petitions.errors import PetitionClosed
from petitions.models import Mailbox, Petition, SignatureRequest
from petitions.services.counting_once import home_of
from petitions.services.finding import by_reference, ensure_open, typed_in
from petitions.services.guarding import held_until
from petitions.services.hastening import held_still
from petitions.services.tracing import bearing
from petitions.typed import Typed


def request_signature(
    *, petition: Petition, typed: Typed, at: datetime, network: str = ""
) -> SignatureRequest:
    """Store the wish to sign, sealed, and queue its letter.

    Nothing here depends on whether the address has signed before, so the answer tells a stranger
    nothing about it. An address that was written a moment ago gets no second letter: the code
    it has is good for this wish too. From a crowded network, the letter waits: a meeting hall and
    a mobile carrier share one address, so nobody is refused.

    Args:
        petition: a saved petition.
        typed: what the form cleaned.
        at: the moment of asking, timezone-aware.
        network: where it comes from, as `core.http.client_prefix` says; empty if from none.

    Raises:
        PetitionClosed: if `petition` does not accept signatures at `at`.
        NetworkIsBlocked, ProviderIsBlocked: if a rule of the operators refuses it; nothing is kept.
    """
    if not petition.accepts_signatures_at(at):
        raise PetitionClosed
    due = held_until(petition=petition.pk, address=typed.address, network=network, at=at)
    typed = bearing(typed, network=network, petition=petition.pk)
    if due > at:
        typed = replace(typed, held_until=due.isoformat())
    request = _sealed(petition, typed, at=at)
    letter = outbox.prepare(
        emails.confirmation(request, to=typed.address), at=at, not_before=due, pk=request.pk
    )
    SignatureRequest.objects.ask(request, letter, at=at)
    # Even when no letter goes: one who asks must not see the difference on a clock.
    outbox.wake()
    return request


def _sealed(petition: Petition, typed: Typed, *, at: datetime) -> SignatureRequest:
    key = keys.petition_key(petition.pk)
    address = canonical_address(typed.address, petition.rules_version)
    tag = tags.mailbox_tag(key, petition=petition.pk, address=address)
    request = SignatureRequest(
        mailbox=Mailbox(petition=petition, tag=tag),
        place=home_of(typed, petition=petition),
        asked_on=at.date(),
        version=petition.version,
    )
    request.seal(typed)
    return request


@transaction.atomic
def send_again(*, reference: str, at: datetime) -> SignatureRequest:
    """Write to the address again, unless it was written too lately or too often.

    The caller is never told which: the letters of an address are nobody else's business. Nor does
    a clock tell: where no letter may go, the same work is done and undone.

    Raises:
        UnknownRequest, RequestExpired, PetitionClosed: as for `confirm_by_code`.
    """
    request = by_reference(reference)
    if request.is_confirmed:
        return request
    ensure_open(request, at=at)
    typed = typed_in(request)
    letter = emails.confirmation(request, to=typed.address)
    with transaction.atomic():
        outbox.prepare(letter, at=at, not_before=held_still(typed, at=at)).save(force_insert=True)
        transaction.set_rollback(not Mailbox.objects.take_letter(request.mailbox, at=at))
    outbox.wake()
    return request
