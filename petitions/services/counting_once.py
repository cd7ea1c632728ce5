"""One person signs once; two people may share an address, if they share a home."""

from dataclasses import dataclass
from datetime import date

from core import keys
from petitions import tags
from petitions.canonical import canonical_address
from petitions.models import Signature
from petitions.typed import Typed, comparable_name, comparable_postcode


@dataclass(frozen=True, slots=True)
class Marks:
    """What a signature keeps of its signer; `first` and `second` are the places of an address."""

    first: bytes
    second: bytes
    holder: bytes
    place: bytes


def marks_of(typed: Typed, *, petition: int) -> Marks:
    """Return the tags of what was typed; raise Unreadable once the petition's key is destroyed."""
    key = keys.petition_key(petition)
    address = canonical_address(typed.address)
    name = comparable_name(typed.name)
    postcode = comparable_postcode(typed.postcode)
    first, second = (
        tags.signature_tag(key, petition=petition, slot=slot, address=address)
        for slot in tags.SLOTS
    )
    return Marks(
        first=first,
        second=second,
        holder=tags.holder_tag(key, petition=petition, address=address, name=name),
        place=tags.place_tag(key, petition=petition, address=address, postcode=postcode),
    )


def sign_once(*, petition: int, typed: Typed, on: date) -> bool:
    """Store a signature in the caller's transaction; return whether it is a new one.

    A second signature from one address counts for another name and the same postcode. The
    constraint decides between people who confirm at the same moment.
    """
    marks = marks_of(typed, petition=petition)

    def add(tag: bytes) -> bool:
        return Signature.objects.add(
            petition=petition, tag=tag, holder=marks.holder, place=marks.place, on=on
        )

    if add(marks.first):
        return True
    earlier = Signature.objects.get(petition=petition, tag=marks.first)
    is_same_person = bytes(earlier.holder) == marks.holder
    share_a_home = bytes(earlier.place) == marks.place
    return not is_same_person and share_a_home and add(marks.second)
