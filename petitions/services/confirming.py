"""Confirm a wish to sign: it becomes a signature, and what was typed is erased."""

import hmac
from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from follows import services as follows
from ledger.services import queue_signature
from petitions.errors import TooManyAttempts, TooManyGuesses, WrongProof
from petitions.models import Mailbox, SignatureRequest
from petitions.models.mailbox import WRONG_CODES
from petitions.services.counting_once import sign_once
from petitions.services.finding import by_link, by_reference, ensure_open, typed_in
from petitions.services.lifecycle import CLOSING_LOCK
from petitions.typed import Typed, comparable_postcode

type Find = Callable[[], SignatureRequest]
type Proves = Callable[[SignatureRequest, Typed], bool]


def confirm_by_code(*, reference: str, code: str, at: datetime) -> SignatureRequest:
    """Confirm, in the browser that asked, with the code from the letter.

    Confirming again, or for an address that has signed already, answers the same.

    Args:
        reference: what the address of the waiting page bears.
        code: as typed; spaces do not count.
        at: the moment of confirming, timezone-aware.

    Raises:
        UnknownRequest: if nothing waits under `reference`.
        RequestExpired: if it waited longer than SIGNATURE_REQUEST_DAYS.
        PetitionClosed: if the petition takes no signature at `at`.
        WrongProof: if the code is wrong; the attempt is counted.
        TooManyAttempts: if it was the last one, or no attempt was left.
        TooManyGuesses: if all browsers together made too many for this address.
    """

    def find() -> SignatureRequest:
        request = by_reference(reference, lock=True)
        # Many browsers asking for one address must not add up to many guesses.
        if request.mailbox.wrong_codes >= WRONG_CODES and not request.is_confirmed:
            raise TooManyGuesses
        return request

    return _confirm(find, lambda request, _: _same(code, request.code), at=at)


def confirm_by_link(*, token: str, proof: str, at: datetime) -> SignatureRequest:
    """Confirm, wherever the letter was opened, with the postcode or the code.

    The link alone confirms nothing: mail scanners follow links and press buttons.
    Errors as for `confirm_by_code`.
    """

    def proves(request: SignatureRequest, typed: Typed) -> bool:
        postcode = comparable_postcode(typed.postcode)
        return _same(proof, request.code) or _same(comparable_postcode(proof), postcode)

    return _confirm(lambda: by_link(token, lock=True), proves, at=at)


def _confirm(find: Find, proves: Proves, *, at: datetime) -> SignatureRequest:
    """Confirm what `find` finds and locks, if the person `proves` to hold its letter."""
    with transaction.atomic():
        _hold_off_closing()
        request = find()
        if request.is_confirmed:
            return request
        ensure_open(request, at=at)
        typed = typed_in(request)
        is_right = proves(request, typed)
        if is_right:
            _record(request, typed, at=at)
        else:
            _count_attempt(request)
    # Raised after the commit: a wrong code must stay counted.
    if is_right:
        return request
    if request.attempts_left:
        raise WrongProof(left=request.attempts_left)
    raise TooManyAttempts


def _record(request: SignatureRequest, typed: Typed, *, at: datetime) -> None:
    petition = request.mailbox.petition_id
    if sign_once(petition=petition, typed=typed, on=at.date()):
        queue_signature(petition=petition)
    if typed.wants_news:
        follows.start(subject=f"petition:{petition}", address=typed.address, at=at)
    request.sealed = None
    request.confirmed_on = at.date()
    request.save(update_fields=["sealed", "confirmed_on"])


def _count_attempt(request: SignatureRequest) -> None:
    request.attempts += 1
    request.save(update_fields=["attempts"])
    Mailbox.objects.filter(pk=request.mailbox_id).update(wrong_codes=F("wrong_codes") + 1)


def _hold_off_closing() -> None:
    """Let a closing wait for this transaction, and this one see what a closing before it did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [CLOSING_LOCK])


def _same(typed: str, expected: str) -> bool:
    """Compare in constant time; spaces do not count."""
    return hmac.compare_digest("".join(typed.split()).encode(), expected.encode())
