"""Confirm a wish to sign: it becomes a signature, and what was typed is erased."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from core.prepared import prepared_cursor
from follows import services as follows
from ledger.services import ensure_reaches_mark, queue_signature
from petitions.areas import area_of
from petitions.errors import (
    AlreadyConfirmed,
    SureNeeded,
    TooManyAttempts,
    WrongProof,
)
from petitions.hiding import Choice, Signing
from petitions.models import Mailbox, SignatureRequest
from petitions.services.counting_once import free_slot, marks_of, sign_once
from petitions.services.finding import ensure_link_open, ensure_open, text_hash, typed_in
from petitions.services.lifecycle import CLOSING_LOCK
from petitions.services.meaning import Way, code_at_link, is_same, opened_link, typed_code
from petitions.services.receipts import Confirmed, confirmed_before
from petitions.typed import Typed, comparable_postcode


@dataclass(frozen=True, slots=True)
class Proven:
    """What would be recorded, as a browser with JavaScript needs it to hide the signature."""

    wish: SignatureRequest
    signing: Signing
    typed: Typed
    is_by_code: bool = True


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
    return _confirm(typed_code(reference, code), choice=choice, at=at)


def confirm_by_link(
    *,
    token: str,
    proof: str,
    wish: UUID,
    choice: Choice,
    at: datetime,
    news: bool = False,
    is_sure: bool = False,
) -> Confirmed:
    """Confirm, wherever the letter was opened, with the postcode or the code.

    The link alone confirms nothing: mail scanners follow links and press buttons. It stands for the
    mailbox, not for one wish: the first to ask for an address may be a stranger, whose letter then
    serves its owner too. The postcode picks what its owner typed, the code what has no postcode.

    Args:
        wish: the one that `prove_by_link` let be read; another may have been made meanwhile.
        news: whether its owner wants news, as answered where `prove_by_link` let it be read; what
            somebody typed does not count.
        is_sure: whether a person wrote so there. A stranger chooses the postcode, perhaps one that
            mail scanners type everywhere: without the code, it takes this too.

    Raises:
        SureNeeded: if the code is not given, and nobody wrote that they are sure.
        Malformed: if `wish` is none of this mailbox.
        TooManyAttempts: if too many wrong proofs were typed behind this link.
            Other errors as for `confirm_by_code`.
    """
    way = opened_link(token, proof, at=at, shown=wish)

    def answered(request: SignatureRequest, typed: Typed) -> Typed | None:
        proven = way.proves(request, typed)
        if proven and not is_sure and not is_same(proof, request.code):
            raise SureNeeded
        return proven and replace(proven, wants_news=news)

    return _confirm(replace(way, proves=answered), choice=choice, at=at)


def refuse_by_link(*, token: str, proof: str, at: datetime) -> SignatureRequest:
    """Write no letter about this petition to this mailbox for a while; twice is once.

    What its letters carry stays good as long as it was, for who changes their mind.

    Args:
        proof: the code; a postcode does not do.

    Raises:
        AlreadyConfirmed, and other errors as for `confirm_by_code`; nothing is refused then.
    """
    way = code_at_link(token, proof, at=at)
    with transaction.atomic():
        request = way.find()
        if request.is_confirmed:
            raise AlreadyConfirmed
        typed = _proven(request, way, at=at)
        if typed:
            Mailbox.objects.filter(pk=request.mailbox_id).update(is_refused=True)
    if typed is None:
        raise _wrong(request, way)
    return request


def prove_by_code(*, reference: str, code: str, at: datetime) -> Proven:
    """Return what is needed to compute a choice, for who has the code; nothing is confirmed.

    Errors as for `confirm_by_code`.
    """
    return _prove(typed_code(reference, code), at=at)


def prove_by_link(*, token: str, proof: str, at: datetime, wish: UUID | None = None) -> Proven:
    """Return what would be recorded, and whether the code proved it, for `confirm_by_link`.

    Args:
        wish: the one that was shown already; None lets the proof pick it.

    Raises:
        PostcodeNeeded: if the code is right and wishes with several postcodes wait; no attempt is
            counted. Other errors as there, but for SureNeeded.
    """
    proven = _prove(opened_link(token, proof, at=at, shown=wish), at=at)
    return replace(proven, is_by_code=is_same(proof, proven.wish.code))


def _confirm(way: Way, *, choice: Choice, at: datetime) -> Confirmed:
    """Confirm the wish that `way` leads to, for who proves to hold its letter."""
    confirmed = None
    with transaction.atomic():
        _hold_off_closing()
        request = way.find()
        if request.is_confirmed:
            return confirmed_before(request, choice)
        typed = _proven(request, way, at=at)
        if typed:
            confirmed = _record(request, typed, choice, at=at)
    # Raised after the commit: a wrong code must stay counted, a wish confirmed.
    if typed is None:
        raise _wrong(request, way)
    if confirmed is None:
        raise AlreadyConfirmed
    return confirmed


def _prove(way: Way, *, at: datetime) -> Proven:
    with transaction.atomic():
        request = way.find()
        if request.is_confirmed:
            raise AlreadyConfirmed
        typed = _proven(request, way, at=at)
    if typed is None:
        raise _wrong(request, way)
    petition = request.mailbox.petition_id
    marks = marks_of(typed, petition=petition, rules=request.petition.rules_version)
    slot = free_slot(marks, petition=petition)
    return Proven(request, _signing(request, typed, slot=slot or 0), typed)


def _proven(request: SignatureRequest, way: Way, *, at: datetime) -> Typed | None:
    """Return what was typed to sign; None, with one attempt less, if the proof is wrong."""
    (ensure_link_open if way.is_link else ensure_open)(request, at=at)
    typed = typed_in(request)
    proven = way.proves(request, typed)
    if proven is not None:
        return proven
    if way.is_link:
        request.link_attempts += 1
        request.save(update_fields=["link_attempts"])
        return None
    request.attempts += 1
    request.save(update_fields=["attempts"])
    Mailbox.objects.filter(pk=request.mailbox_id).update(wrong_codes=F("wrong_codes") + 1)
    return None


def _wrong(request: SignatureRequest, way: Way) -> WrongProof | TooManyAttempts:
    left = request.link_attempts_left if way.is_link else request.attempts_left
    return WrongProof(left=left) if left else TooManyAttempts()


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
    with prepared_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [CLOSING_LOCK])
