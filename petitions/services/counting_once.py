"""One person signs once; two people may share an address, if they share a home."""

from dataclasses import dataclass, replace
from datetime import date

from core import keys
from ledger.errors import SecretReused
from petitions import tags
from petitions.canonical import canonical_address
from petitions.hiding import Choice, Hidden, Signing
from petitions.models import Petition, Signature, Trace
from petitions.services.tracing import trace_of
from petitions.typed import Typed, comparable_name, comparable_postcode


@dataclass(frozen=True, slots=True)
class Marks:
    """What a signature keeps of its signer; `first` and `second` are the places of an address."""

    first: bytes
    second: bytes
    holder: bytes
    place: bytes
    exact: bytes


def marks_of(typed: Typed, *, petition: int, rules: int) -> Marks:
    """Return the tags of what was typed, under the `rules` of the petition (their version).

    Raises:
        Unreadable: once the petition's key is destroyed.
    """
    key = keys.petition_key(petition)
    address = canonical_address(typed.address, rules)
    name = comparable_name(typed.name)
    # Abroad a home may have no postcode.
    postcode = comparable_postcode(typed.postcode) or typed.country
    first, second = (
        tags.signature_tag(key, petition=petition, slot=slot, address=address)
        for slot in tags.SLOTS
    )
    return Marks(
        first=first,
        second=second,
        holder=tags.holder_tag(key, petition=petition, address=address, name=name),
        place=tags.place_tag(key, petition=petition, address=address, postcode=postcode),
        exact=tags.exact_tag(key, petition=petition, address=typed.address),
    )


def home_of(typed: Typed, *, petition: Petition) -> bytes:
    """Return the tag that finds a wish by its postcode; b"" if none was typed.

    Raises:
        Unreadable: once the petition's key is destroyed.
    """
    postcode = comparable_postcode(typed.postcode)
    if not postcode:
        return b""
    return tags.place_tag(
        keys.petition_key(petition.pk),
        petition=petition.pk,
        address=canonical_address(typed.address, petition.rules_version),
        postcode=postcode,
    )


def sign_once(
    *, signing: Signing, typed: Typed, choice: Choice, rules: int, on: date
) -> tuple[Signing, Hidden] | None:
    """Store a signature in the caller's transaction; return how it is hidden, None if not new.

    A second signature from one address counts for another name and the same postcode. The
    constraint decides between people who confirm at the same moment.

    Args:
        signing: what is signed; its slot is decided here.
        rules: which version of the rules of addresses its petition was opened under.

    Raises:
        OtherSlot: if `choice` was made for another slot than the one that is free.
        SecretReused: if `choice` hid another signature before.
    """
    marks = marks_of(typed, petition=signing.petition, rules=rules)
    trace = trace_of(typed, petition=signing.petition)

    def add(slot: int, *, unless: bytes | None = None) -> tuple[Signing, Hidden] | None:
        placed = replace(signing, slot=slot)
        hidden = choice.hide(placed, address=typed.address)
        signature = _signature(marks, placed, hidden, on=on)
        if trace is not None:
            trace.id, trace.commitment = Trace.key_of(hidden.commitment), hidden.commitment
        is_new = Signature.objects.add(signature, trace=trace, unless=unless)
        return (placed, hidden) if is_new else None

    # Nearly always both places are free: nothing is read before the first is taken.
    if choice.only_slot != 1 and (added := add(0, unless=marks.second)):
        return added
    slot = free_slot(marks, petition=signing.petition)
    if slot is None:
        return None
    added = add(slot)
    if added is None and free_slot(marks, petition=signing.petition) == slot:
        raise SecretReused
    return added


def free_slot(marks: Marks, *, petition: int) -> int | None:
    """Return the place of an address that this person may still take, or None.

    Who signed second keeps that place when the first person leaves.
    """
    places = [marks.first, marks.second]
    taken = list(Signature.objects.filter(petition=petition, tag__in=places))
    if not taken:
        return 0
    [other, *full] = taken
    is_same_person = bytes(other.holder) == marks.holder
    share_a_home = bytes(other.place) == marks.place
    if full or is_same_person or not share_a_home:
        return None
    return 1 if bytes(other.tag) == marks.first else 0


def _signature(marks: Marks, signing: Signing, hidden: Hidden, *, on: date) -> Signature:
    return Signature(
        petition_id=signing.petition,
        tag=marks.second if signing.slot else marks.first,
        holder=marks.holder,
        place=marks.place,
        exact=marks.exact,
        commitment=hidden.commitment,
        geo=hidden.geo,
        slot=signing.slot,
        level=signing.level,
        confirmed_on=on,
    )
