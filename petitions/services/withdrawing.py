"""Take a signature back: with its receipt, by mail, or through the operator."""

from django.db import transaction

from core.errors import Unreadable
from ledger.sed1.entries import Reason
from ledger.services import ensure_opens, is_removed, queue_annulment, queue_withdrawal
from petitions.errors import SignatureNotFound
from petitions.models import Petition, Signature
from petitions.services.counting_once import marks_of
from petitions.services.lifecycle import wait_for_confirmations
from petitions.typed import Typed


@transaction.atomic
def withdraw_with_receipt(
    *, petition: Petition, commitment: bytes, w: bytes, identity: bytes
) -> bool:
    """Take back the signature that a receipt opens; the count falls with the next group.

    It works for ever, whatever the status of `petition`, and whether or not we still hold
    anything but its entry in the log. Nothing here knows the address.

    Args:
        commitment: C of the signature, 32 bytes (`ledger.md` §3).
        w, identity: the secret of the receipt that opens it, and I; 32 bytes each.

    Returns:
        False if it was out of the count before: taken back, or annulled.

    Raises:
        NotInTheLog: if no signature of `petition` has this C.
        DoesNotOpen: if `w` and `identity` do not open it.
    """
    # Checked first without the lock, which nobody must be able to hold by sending anything: what
    # opens a signature is public once it was taken back.
    ensure_opens(petition=petition.pk, commitment=commitment, w=w, identity=identity)
    if is_removed(commitment):
        return False
    wait_for_confirmations()
    kept = Signature.objects.filter(petition=petition, commitment=commitment)
    signature = kept.first()
    is_new = queue_withdrawal(
        petition=petition.pk,
        commitment=commitment,
        w=w,
        identity=identity,
        geo=bytes(signature.geo) if signature else None,
    )
    kept.forget()
    return is_new


@transaction.atomic
def withdraw_signature(*, petition: Petition, typed: Typed) -> None:
    """Take back the signature of who typed this, for the operator; the log says: by mail.

    It works whatever the status of `petition`; while that is open, the person may sign again. No
    moment is asked for, since none is kept.

    Args:
        petition: a saved petition.
        typed: the name, address and postcode that were given to sign; case and accents of the
            name, spaces of the postcode do not count.

    Raises:
        SignatureNotFound: if no signature bears all three, or the key to compare is destroyed.
    """
    wait_for_confirmations()
    if not petition.was_opened:  # nobody signed it, and it has no key
        raise SignatureNotFound
    try:
        marks = marks_of(typed, petition=petition.pk, rules=petition.rules_version)
    except Unreadable:
        raise SignatureNotFound from None
    of_address = Signature.objects.filter(petition=petition, tag__in=[marks.first, marks.second])
    signature = of_address.filter(holder=marks.holder, place=marks.place).first()
    if signature is None:
        raise SignatureNotFound
    take_back(signature)


def take_back(signature: Signature) -> None:
    """Delete a signature, and let its annulment wait, in the caller's transaction.

    The caller waited for confirmations: one that is under way may just have read who holds the
    places of the address, or its petition's key may just be about to be destroyed. The other
    person at the address keeps the place that the log has: `counting_once` looks at both.
    """
    commitment = bytes(signature.commitment)
    queue_annulment(
        petition=signature.petition_id,
        commitment=commitment,
        geo=bytes(signature.geo),
        reason=Reason.BY_MAIL,
    )
    Signature.objects.filter(petition=signature.petition_id, commitment=commitment).forget()
