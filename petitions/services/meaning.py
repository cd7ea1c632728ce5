"""Which wish to sign somebody means at a page or behind a link, and whether they prove it."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from core.mailboxes import WRONG_CODES
from petitions.errors import AlreadyConfirmed, Malformed, PostcodeNeeded, TooManyGuesses
from petitions.models import Signature, SignatureRequest
from petitions.services.counting_once import marks_of
from petitions.services.finding import (
    by_link,
    by_reference,
    ensure_link_open,
    of_same_mailbox,
    typed_in,
)
from petitions.typed import Typed, comparable_postcode


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


def code_at_link(token: str, code: str) -> Way:
    """Return the way behind the link of a letter, by its code alone."""
    return Way(partial(by_link, token, lock=True), partial(_by_code, code), is_link=True)


def opened_link(token: str, proof: str, *, at: datetime, shown: UUID | None = None) -> Way:
    """Return the way behind the link of a letter, by its code or by the postcode typed to sign.

    Args:
        shown: the wish that was shown there, which alone may be confirmed: another one may have
            been made since. None where the proof still picks the one to show.
    """

    def find() -> SignatureRequest:
        written = by_link(token, lock=True)
        if shown:
            return _same_mailbox(written, shown)
        if written.is_confirmed:
            return written
        ensure_link_open(written, at=at)
        if _knows_postcode(proof, typed_in(written)):
            return written
        return _meant(written, proof, at=at)

    def proves(request: SignatureRequest, typed: Typed) -> Typed | None:
        return typed if _knows_postcode(proof, typed) or is_same(proof, request.code) else None

    return Way(find, proves, is_link=True)


def _by_code(code: str, request: SignatureRequest, typed: Typed) -> Typed | None:
    return typed if is_same(code, request.code) else None


def _same_mailbox(written: SignatureRequest, shown: UUID) -> SignatureRequest:
    wishes = [written, *of_same_mailbox(written)]
    for wish in wishes:
        if wish.pk == shown:
            return wish
    raise Malformed


def _meant(written: SignatureRequest, proof: str, *, at: datetime) -> SignatureRequest:
    """Return which wish of the mailbox `proof` is about, where the one in its letter is not.

    Raises:
        AlreadyConfirmed: if it is the postcode of a signature, whose wish was confirmed.
        PostcodeNeeded: if it is the code, and wishes with several postcodes wait.
    """
    others = of_same_mailbox(written)
    waiting = {written: typed_in(written)}
    for wish in others:
        if not wish.is_confirmed and not wish.is_expired_at(at):
            waiting[wish] = typed_in(wish)
    for wish, typed in waiting.items():
        if _knows_postcode(proof, typed):
            return wish
    if not is_same(proof, written.code):
        if _has_signed(written, postcode=proof):
            raise AlreadyConfirmed
        return written
    postcodes = {wish: comparable_postcode(typed.postcode) for wish, typed in waiting.items()}
    unnamed = [wish for wish, postcode in postcodes.items() if not postcode]
    if len(set(postcodes.values())) > 1 and not unnamed:
        raise PostcodeNeeded
    return unnamed[0] if unnamed else written


def _has_signed(written: SignatureRequest, *, postcode: str) -> bool:
    """Say whether somebody signed at this address with `postcode`: their wish forgot it."""
    petition = written.petition
    typed = replace(typed_in(written), postcode=postcode, country="")
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
