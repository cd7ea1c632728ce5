"""Confirm a wish to sign: it becomes a signature, and what was typed is erased."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from core.mailboxes import WRONG_CODES
from follows import services as follows
from ledger.services import ensure_reaches_mark, queue_signature
from petitions.areas import area_of
from petitions.errors import (
    AlreadyConfirmed,
    PostcodeNeeded,
    TooManyAttempts,
    TooManyGuesses,
    WrongProof,
)
from petitions.hiding import Choice, Signing
from petitions.models import Mailbox, SignatureRequest
from petitions.services.counting_once import free_slot, marks_of, sign_once
from petitions.services.finding import (
    by_link,
    by_reference,
    ensure_open,
    of_same_mailbox,
    text_hash,
    typed_in,
)
from petitions.services.lifecycle import CLOSING_LOCK
from petitions.services.receipts import Confirmed, confirmed_before
from petitions.typed import Typed, comparable_postcode

type Find = Callable[[], SignatureRequest]
# What the proof lets be confirmed; None if it is wrong.
type Proves = Callable[[SignatureRequest, Typed], Typed | None]


@dataclass(frozen=True, slots=True)
class Proven:
    """What a browser with JavaScript needs to hide the signature of `address`, a simple one."""

    signing: Signing
    address: str


def confirm_by_code(*, reference: str, code: str, choice: Choice, at: datetime) -> Confirmed:
    """Confirm, in the browser that asked, with the code from the letter.

    Repeating it with the same `choice` answers the same, whatever the code.

    Args:
        reference: what the address of the waiting page bears.
        code: as typed; spaces do not count.
        choice: what hides the signature in the public log.
        at: the moment of confirming, timezone-aware.

    Raises:
        UnknownRequest: if nothing waits under `reference`.
        RequestExpired: if it waited longer than SIGNATURE_REQUEST_DAYS.
        PetitionClosed: if the petition takes no signature at `at`.
        WrongProof: if the code is wrong; the attempt is counted.
        TooManyAttempts: if it was the last one, or no attempt was left.
        TooManyGuesses: if all browsers together made too many for this address.
        AlreadyConfirmed: if it was confirmed with another `choice`, or if this person had signed
            before; what is recorded does not change.
        OtherSlot: if `choice` was made for the other slot of the address; nothing changes.
        SecretReused: if `choice` hid another signature before; nothing changes.
        LogRefuses: if the database is a restored one: a promise could not be kept; nothing changes.
    """
    return _confirm(*_code(reference, code), choice=choice, at=at)


def confirm_by_link(*, token: str, proof: str, choice: Choice, at: datetime) -> Confirmed:
    """Confirm, wherever the letter was opened, with the postcode or the code.

    The link alone confirms nothing: mail scanners follow links and press buttons. It stands for the
    mailbox, not for one wish: the first to ask for an address may be a stranger, whose letter then
    serves its owner too. The postcode picks what its owner typed. The code picks nothing, so it
    starts no news, which its owner may not have asked for.

    Raises:
        PostcodeNeeded: if the code is right and wishes with several postcodes wait; no attempt is
            counted. Other errors as for `confirm_by_code`.
    """
    return _confirm(*_link(token, proof, at=at, choice=choice), choice=choice, at=at)


def prove_by_code(*, reference: str, code: str, at: datetime) -> Proven:
    """Return what is needed to compute a choice, for who has the code; nothing is confirmed.

    Errors as for `confirm_by_code`.
    """
    return _prove(*_code(reference, code), at=at)


def prove_by_link(*, token: str, proof: str, at: datetime) -> Proven:
    """Return what is needed to compute a choice; errors as for `confirm_by_link`."""
    return _prove(*_link(token, proof, at=at), at=at)


def _code(reference: str, code: str) -> tuple[Find, Proves]:
    def find() -> SignatureRequest:
        request = by_reference(reference, lock=True)
        # Many browsers asking for one address must not add up to many guesses.
        if request.mailbox.wrong_codes >= WRONG_CODES and not request.is_confirmed:
            raise TooManyGuesses
        return request

    return find, lambda request, typed: typed if _same(code, request.code) else None


def _link(
    token: str, proof: str, *, at: datetime, choice: Choice | None = None
) -> tuple[Find, Proves]:
    def find() -> SignatureRequest:
        written = by_link(token, lock=True)
        if written.is_confirmed:
            return written
        ensure_open(written, at=at)
        if _knows_postcode(proof, typed_in(written)):
            return written
        return _meant(written, proof, at=at, choice=choice)

    def proves(request: SignatureRequest, typed: Typed) -> Typed | None:
        if _knows_postcode(proof, typed):
            return typed
        return replace(typed, wants_news=False) if _same(proof, request.code) else None

    return find, proves


def _meant(
    written: SignatureRequest, proof: str, *, at: datetime, choice: Choice | None
) -> SignatureRequest:
    """Return which wish of the mailbox `proof` is about, where the one in its letter is not."""
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
    postcodes = {comparable_postcode(typed.postcode) for typed in waiting.values()}
    if len(postcodes) > 1 and _same(proof, written.code):
        raise PostcodeNeeded
    return written


def _knows_postcode(proof: str, typed: Typed) -> bool:
    postcode = comparable_postcode(typed.postcode)
    return bool(postcode) and _same(comparable_postcode(proof), postcode)


def _confirm(find: Find, proves: Proves, *, choice: Choice, at: datetime) -> Confirmed:
    """Confirm what `find` finds and locks, if the person `proves` to hold its letter."""
    confirmed = None
    with transaction.atomic():
        _hold_off_closing()
        request = find()
        if request.is_confirmed:
            return confirmed_before(request, choice)
        typed = _proven(request, proves, at=at)
        if typed:
            confirmed = _record(request, typed, choice, at=at)
    # Raised after the commit: a wrong code must stay counted, a wish confirmed.
    if typed is None:
        raise _wrong(request)
    if confirmed is None:
        raise AlreadyConfirmed
    return confirmed


def _prove(find: Find, proves: Proves, *, at: datetime) -> Proven:
    with transaction.atomic():
        request = find()
        if request.is_confirmed:
            raise AlreadyConfirmed
        typed = _proven(request, proves, at=at)
    if typed is None:
        raise _wrong(request)
    petition = request.mailbox.petition_id
    marks = marks_of(typed, petition=petition, rules=request.petition.rules_version)
    slot = free_slot(marks, petition=petition)
    return Proven(_signing(request, typed, slot=slot or 0), typed.address)


def _proven(request: SignatureRequest, proves: Proves, *, at: datetime) -> Typed | None:
    """Return what was typed to sign; None, with one attempt less, if the proof is wrong."""
    ensure_open(request, at=at)
    typed = typed_in(request)
    proven = proves(request, typed)
    if proven is not None:
        return proven
    request.attempts += 1
    request.save(update_fields=["attempts"])
    Mailbox.objects.filter(pk=request.mailbox_id).update(wrong_codes=F("wrong_codes") + 1)
    return None


def _wrong(request: SignatureRequest) -> WrongProof | TooManyAttempts:
    if request.attempts_left:
        return WrongProof(left=request.attempts_left)
    return TooManyAttempts()


def _record(
    request: SignatureRequest, typed: Typed, choice: Choice, *, at: datetime
) -> Confirmed | None:
    """Store the signature, if it is a new one; confirm the wish in any case."""
    ensure_reaches_mark()
    added = sign_once(
        signing=_signing(request, typed),
        typed=typed,
        choice=choice,
        rules=request.petition.rules_version,
        on=at.date(),
    )
    if typed.wants_news:
        subject = f"petition:{request.mailbox.petition_id}"
        follows.start_later(subject=subject, address=typed.address)
    if added is None:
        request.confirm(on=at.date())
        return None
    signing, hidden = added
    queue_signature(
        petition=signing.petition,
        version=signing.version,
        commitment=hidden.commitment,
        geo=hidden.geo,
        area=signing.area,
        level=signing.level,
    )
    request.confirm(on=at.date(), commitment=hidden.commitment, choice=choice.digest())
    return Confirmed(request, signing, hidden, choice.receipt(signing), is_new=True)


def _signing(request: SignatureRequest, typed: Typed, *, slot: int = 0) -> Signing:
    return Signing(
        petition=request.mailbox.petition_id,
        version=request.version,
        text_hash=text_hash(request),
        area=area_of(comparable_postcode(typed.postcode), chosen=typed.area, country=typed.country),
        slot=slot,
    )


def _hold_off_closing() -> None:
    """Let a closing wait for this transaction, and this one see what a closing before it did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [CLOSING_LOCK])


def _same(typed: str, expected: str) -> bool:
    """Compare in constant time; spaces do not count."""
    return hmac.compare_digest("".join(typed.split()).encode(), expected.encode())
