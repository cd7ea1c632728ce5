"""Which wish to sign somebody means at a page or behind a link, and whether they prove it."""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from core.mailboxes import WRONG_CODES
from petitions.errors import AlreadyConfirmed, Malformed, PostcodeNeeded, TooManyGuesses
from petitions.models import Signature, SignatureRequest
from petitions.models.request import SignatureRequestQuerySet
from petitions.services.counting_once import home_of, marks_of
from petitions.services.finding import (
    asked_behind_link,
    beside,
    by_reference,
    ensure_link_open,
    typed_in,
)
from petitions.typed import Typed, comparable_name, comparable_postcode

# Unsealing so many takes some hundredths of a second, whoever asks for one address how often.
MOST_READ = 500
# Other names that one page offers.
MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a wish to sign.

    Attributes:
        find: returns the wish, locked.
        proves: returns what the proof lets be confirmed of what was typed; None if it is wrong.
        is_link: whether wrong proofs are counted behind the letter's link, or where it was asked.
    """

    find: Callable[[], SignatureRequest]
    proves: Callable[[SignatureRequest, Typed], Typed | None]
    is_link: bool = False


def typed_code(reference: str, code: str) -> Way:
    """Return the way of the browser that asked: by the code from its letter."""

    def find() -> SignatureRequest:
        request = by_reference(reference, lock=True)
        # Many browsers asking for one address must not add up to many guesses.
        if request.mailbox.wrong_codes >= WRONG_CODES and not request.is_confirmed:
            raise TooManyGuesses
        return request

    return Way(find, partial(_by_code, code))


def code_at_link(token: str, code: str, *, at: datetime) -> Way:
    """Return the way behind the link of a letter, by its code alone."""
    find = partial(asked_behind_link, token, at=at, lock=True)
    return Way(find, partial(_by_code, code), is_link=True)


def opened_link(token: str, proof: str, *, at: datetime, shown: UUID | None = None) -> Way:
    """Return the way behind the link of a letter, by its code or by the postcode typed to sign.

    Args:
        shown: the wish that was shown there, which alone may be confirmed: another one may have
            been made since. None where the proof still picks the one to show.
    """

    def find() -> SignatureRequest:
        asked = asked_behind_link(token, at=at, lock=True)
        if shown:
            return _same_mailbox(asked, shown)
        if asked.is_confirmed:
            return asked
        ensure_link_open(asked, at=at)
        return _meant(asked, proof, at=at)

    def proves(request: SignatureRequest, typed: Typed) -> Typed | None:
        return typed if _knows_postcode(proof, typed) or is_same(proof, request.code) else None

    return Way(find, proves, is_link=True)


def others_of_home(wish: SignatureRequest, *, at: datetime) -> dict[UUID, str]:
    """Return the other names that wait for the mailbox and the place of `wish`, by a wish of each.

    They are MOST_NAMES at most.
    """
    waiting = SignatureRequest.objects.waiting_beside(wish, at=at)
    people = _by_name(wish, waiting.filter(place=wish.place)[:MOST_READ])
    people.pop(_name(wish), None)
    first = [wishes[0] for wishes in people.values()]
    return {other.pk: typed_in(other).name for other in first[:MOST_NAMES]}


def _by_code(code: str, request: SignatureRequest, typed: Typed) -> Typed | None:
    return typed if is_same(code, request.code) else None


def _same_mailbox(asked: SignatureRequest, shown: UUID) -> SignatureRequest:
    if asked.pk == shown:
        return asked
    wish = SignatureRequest.objects.filter(mailbox=asked.mailbox_id, pk=shown).first()
    if wish is None:
        raise Malformed
    return beside(asked, wish)


def _meant(asked: SignatureRequest, proof: str, *, at: datetime) -> SignatureRequest:
    """Return which wish of the mailbox `proof` is about; `asked`, if it is about none.

    Raises:
        AlreadyConfirmed: if it is the postcode of a signature, whose wish was confirmed.
        PostcodeNeeded: if it is the code, and wishes with several postcodes wait.
    """
    typed = typed_in(asked)
    if asked.place is None and _knows_postcode(proof, typed):
        return asked
    waiting = SignatureRequest.objects.waiting_beside(asked, at=at)
    place = home_of(replace(typed, postcode=proof), petition=asked.petition)
    found = list(waiting.filter(place=place)[:MOST_READ]) if place else []
    if not found and is_same(proof, asked.code):
        found = _meant_by_code(waiting)
    if found:
        return _likeliest(asked, found)
    if _has_signed(asked, postcode=proof):
        raise AlreadyConfirmed
    return asked


def _meant_by_code(waiting: SignatureRequestQuerySet) -> list[SignatureRequest]:
    """Return what has no postcode, if anything; else all, if one postcode was typed."""
    unnamed = list(waiting.filter(place=b"")[:MOST_READ])
    if not unnamed and waiting.order_by().values("place").distinct().count() > 1:
        raise PostcodeNeeded
    return unnamed or list(waiting[:MOST_READ])


def _likeliest(asked: SignatureRequest, found: list[SignatureRequest]) -> SignatureRequest:
    """Return the one to show first: of the same name as `asked`, if there is one."""
    people = _by_name(asked, found)
    wishes = people.get(_name(asked)) or next(iter(people.values()))
    # Who asked first, and for whom the letter went, may be a stranger: their page would tell that
    # somebody confirmed. It comes last among those that say the same.
    return min(wishes, key=lambda wish: wish.pk == asked.pk)


def _by_name(
    asked: SignatureRequest, found: Iterable[SignatureRequest]
) -> dict[str, list[SignatureRequest]]:
    people: dict[str, list[SignatureRequest]] = {}
    for wish in found:
        people.setdefault(_name(beside(asked, wish)), []).append(wish)
    return people


def _name(wish: SignatureRequest) -> str:
    return comparable_name(typed_in(wish).name)


def _has_signed(asked: SignatureRequest, *, postcode: str) -> bool:
    """Say whether somebody signed at this address with `postcode`: their wish forgot it."""
    petition = asked.petition
    typed = replace(typed_in(asked), postcode=postcode, country="")
    marks = marks_of(typed, petition=petition.pk, rules=petition.rules_version)
    places = [marks.first, marks.second]
    signed = Signature.objects.filter(petition=petition.pk, tag__in=places, place=marks.place)
    return signed.exists()


def _knows_postcode(proof: str, typed: Typed) -> bool:
    postcode = comparable_postcode(typed.postcode)
    return bool(postcode) and is_same(comparable_postcode(proof), postcode)


def is_same(typed: str, expected: str) -> bool:
    """Compare in constant time; spaces do not count."""
    return hmac.compare_digest("".join(typed.split()).encode(), expected.encode())
