"""« Mes signatures »: show what one address signed to whoever reads its mail, and take it back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core import keys
from core.errors import Unreadable
from ledger.services import indexes_of
from petitions import tags
from petitions.errors import ListIsClosed, SignatureNotFound
from petitions.models import Annulment, AnnulmentTarget, OwnList, Petition, Signature
from petitions.models.signature import SignatureQuerySet
from petitions.services.lifecycle import wait_for_confirmations
from petitions.services.own_list import address_of, list_by_reference
from petitions.services.withdrawing import take_back


@dataclass(frozen=True, slots=True)
class OwnSignature:
    """One signature, for its owner: `index` in the log once it is counted.

    `person` is 1 or 2 where two people signed the petition with this address, else 0;
    `annulment` the one that is announced of it, and that can still be given up.
    """

    signature: Signature
    index: int | None
    person: int
    annulment: Annulment | None = None


def own_signatures(own_list: OwnList) -> list[OwnSignature]:
    """Return what the address of an open list signed, the last petition to open first.

    The match is exact: no look-alike of the address finds anything, nor does anybody once the
    key of a petition is destroyed.
    """
    found = list(_signed_by(own_list).select_related("petition"))
    found.sort(key=lambda one: (-one.petition.opens_at.timestamp(), one.petition_id, one.slot))
    shared = {one.petition_id for one in found if one.slot} & {
        one.petition_id for one in found if not one.slot
    }
    commitments = [bytes(one.commitment) for one in found]
    indexes, aimed_at = indexes_of(commitments), _announced_of(commitments)
    return [
        OwnSignature(
            signature=one,
            index=indexes.get(bytes(one.commitment)),
            person=one.slot + 1 if one.petition_id in shared else 0,
            annulment=aimed_at.get(bytes(one.commitment)),
        )
        for one in found
    ]


def _announced_of(commitments: Collection[bytes]) -> dict[bytes, Annulment]:
    """Return, by C, the annulments that are about to take some of these out of the count."""
    targets = AnnulmentTarget.objects.filter(
        annulment__in=Annulment.objects.approved(), commitment__in=commitments
    )
    return {bytes(one.commitment): one.annulment for one in targets.select_related("annulment")}


def own_signature(own_list: OwnList, *, commitment: bytes) -> Signature:
    """Return the signature of an open list with this C; raise SignatureNotFound if none has it."""
    try:
        return _signed_by(own_list).select_related("petition").get(commitment=commitment)
    except Signature.DoesNotExist:
        raise SignatureNotFound from None


@transaction.atomic
def withdraw_from_list(*, reference: str, commitment: bytes, at: datetime) -> None:
    """Take back one signature of an open list; the log will say: withdrawn by mail.

    Raises:
        UnknownRequest, RequestExpired, ListIsClosed: if the list may not be read at `at`.
        SignatureNotFound: if no signature of the list has this C, or has it any more.
    """
    own_list = list_by_reference(reference, at=at)
    # Found first without the lock: nobody must be able to hold it by sending anything.
    found = own_signature(own_list, commitment=commitment)
    wait_for_confirmations()
    if not Signature.objects.filter(petition=found.petition_id, commitment=commitment).exists():
        raise SignatureNotFound
    take_back(found)


def _signed_by(own_list: OwnList) -> SignatureQuerySet:
    """Return what the address of `own_list` signed, over all petitions that keep their key."""
    if not own_list.is_open:
        raise ListIsClosed
    address = address_of(own_list)
    # Only what was signed can match, and only its keys are read.
    signed = Signature.objects.filter(petition=OuterRef("pk"))
    petitions = Petition.objects.filter(Exists(signed)).values_list("pk", flat=True)
    tagged = [Q(petition=pk, exact=tag) for pk in petitions if (tag := _exact(pk, address))]
    return Signature.objects.filter(reduce(or_, tagged)) if tagged else Signature.objects.none()


def _exact(petition: int, address: str) -> bytes | None:
    try:
        key = keys.petition_key(petition)
    except Unreadable:
        return None
    return tags.exact_tag(key, petition=petition, address=address)
