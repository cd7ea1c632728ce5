"""One person signs once; two people may share an address, if they share a home."""

from datetime import date

from core import keys
from petitions import tags
from petitions.canonical import canonical_address
from petitions.models import Signature
from petitions.typed import Typed, comparable_name, comparable_postcode


def sign_once(*, petition: int, typed: Typed, on: date) -> bool:
    """Store a signature in the caller's transaction; return whether it is a new one.

    A second signature from one address counts for another name and the same postcode. The
    constraint decides between people who confirm at the same moment.
    """
    key = keys.petition_key(petition)
    address = canonical_address(typed.address)
    name = comparable_name(typed.name)
    postcode = comparable_postcode(typed.postcode)
    holder = tags.holder_tag(key, petition=petition, address=address, name=name)
    place = tags.place_tag(key, petition=petition, address=address, postcode=postcode)

    def add(tag: bytes) -> bool:
        return Signature.objects.add(petition=petition, tag=tag, holder=holder, place=place, on=on)

    first, second = (
        tags.signature_tag(key, petition=petition, slot=slot, address=address)
        for slot in tags.SLOTS
    )
    if add(first):
        return True
    earlier = Signature.objects.get(petition=petition, tag=first)
    is_same_person = bytes(earlier.holder) == holder
    share_a_home = bytes(earlier.place) == place
    return not is_same_person and share_a_home and add(second)
