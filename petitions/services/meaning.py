"""Which wish to sign somebody means at a page or behind a link, and whether they prove it."""

import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.mailboxes import WRONG_CODES
from petitions.errors import AlreadyConfirmed, PostcodeNeeded, TooManyGuesses
from petitions.hiding import Choice
from petitions.models import Signature, SignatureRequest
from petitions.services.counting_once import marks_of
from petitions.services.finding import by_link, by_reference, ensure_open, of_same_mailbox, typed_in
from petitions.typed import Typed, comparable_postcode

type Find = Callable[[], SignatureRequest]
# What the proof lets be confirmed; None if it is wrong.
type Proves = Callable[[SignatureRequest, Typed], Typed | None]


def typed_code(reference: str, code: str) -> tuple[Find, Proves]:
    """Return what finds and proves the wish of one browser, by the code from its letter."""

    def find() -> SignatureRequest:
        request = by_reference(reference, lock=True)
        # Many browsers asking for one address must not add up to many guesses.
        if request.mailbox.wrong_codes >= WRONG_CODES and not request.is_confirmed:
            raise TooManyGuesses
        return request

    return find, by_code(code)


def by_code(code: str) -> Proves:
    """Return what takes the code alone as a proof."""
    return lambda request, typed: typed if is_same(code, request.code) else None


def opened_link(
    token: str, proof: str, *, at: datetime, choice: Choice | None = None
) -> tuple[Find, Proves]:
    """Return what finds and proves the wish that the link of a letter is about.

    Args:
        proof: the code, or the postcode that was typed to sign.
        choice: what hides the signature, if it is to be confirmed.
    """

    def find() -> SignatureRequest:
        written = by_link(token, lock=True)
        if written.is_confirmed:
            return written
        ensure_open(written, at=at)
        if _knows_postcode(proof, typed_in(written)):
            return written
        return _meant(written, proof, at=at, choice=choice)

    def proves(request: SignatureRequest, typed: Typed) -> Typed | None:
        return typed if _knows_postcode(proof, typed) or is_same(proof, request.code) else None

    return find, proves


def _meant(
    written: SignatureRequest, proof: str, *, at: datetime, choice: Choice | None
) -> SignatureRequest:
    """Return which wish of the mailbox `proof` is about, where the one in its letter is not.

    Raises:
        AlreadyConfirmed: if it is the postcode of a signature, whose wish was confirmed.
        PostcodeNeeded: if it is the code, and wishes with several postcodes wait.
    """
    others = of_same_mailbox(written)
    waiting = {written: typed_in(written)}
    for wish in others:
        if choice and wish.is_confirmed and bytes(wish.choice or b"") == choice.digest():
            return wish  # the same form, sent twice
        if not wish.is_confirmed and not wish.is_expired_at(at) and wish.attempts_left:
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
