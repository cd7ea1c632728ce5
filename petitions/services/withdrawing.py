"""Take a signature back."""

from django.db import transaction

from core.errors import Unreadable
from ledger.services import queue_withdrawal
from petitions.errors import SignatureNotFound
from petitions.models import Petition, Signature
from petitions.services.counting_once import Marks, marks_of
from petitions.services.lifecycle import wait_for_confirmations
from petitions.typed import Typed


@transaction.atomic
def withdraw_signature(*, petition: Petition, typed: Typed) -> None:
    """Delete the signature of who typed this, and let the count fall with the next group.

    It works whatever the status of `petition`; while that is open, the person may sign again. No
    moment is asked for, since none is kept.

    Args:
        petition: a saved petition.
        typed: the name, address and postcode that were given to sign; case and accents of the
            name, spaces of the postcode do not count.

    Raises:
        SignatureNotFound: if no signature bears all three, or the key to compare is destroyed.
    """
    # A confirmation reads the first place of an address, then writes the second: not meanwhile.
    wait_for_confirmations()
    try:
        marks = marks_of(typed, petition=petition.pk)
    except Unreadable:
        raise SignatureNotFound from None
    _erase(petition, marks)
    queue_withdrawal(petition=petition.pk)


def _erase(petition: Petition, marks: Marks) -> None:
    """Delete the signature; who held the second place of its address now holds the first.

    Left in the second place, that person could sign a second time, in the first.
    """
    of_address = Signature.objects.filter(petition=petition)
    erased, _ = of_address.filter(
        tag__in=[marks.first, marks.second], holder=marks.holder, place=marks.place
    ).delete()
    if not erased:
        raise SignatureNotFound
    of_address.filter(tag=marks.second).update(tag=marks.first)
