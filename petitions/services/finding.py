"""Find a wish to sign by a secret that only one browser, or one mailbox, holds; and read it."""

from datetime import datetime

from core import keys
from core.errors import Unreadable
from ledger.services import text_hash_of
from petitions import proofs
from petitions.errors import PetitionClosed, RequestExpired, TooManyAttempts, UnknownRequest
from petitions.models import SignatureRequest
from petitions.typed import Typed


def by_reference(reference: str, *, lock: bool = False) -> SignatureRequest:
    """Return the wish whose browser knows `reference`, with its mailbox and petition.

    Raises:
        UnknownRequest: if there is none, or none any more.
    """
    return _find(reference, proofs.BROWSER, lock=lock)


def by_link(token: str, *, lock: bool = False) -> SignatureRequest:
    """Return the wish whose letter carries `token`; errors as for `by_reference`."""
    return _find(token, proofs.LINK, lock=lock)


def asked_behind_link(token: str, *, at: datetime, lock: bool = False) -> SignatureRequest:
    """Return the wish that the page behind a letter's link asks about; errors as for `by_link`.

    The one that the letter was about; once that is confirmed, another of its mailbox that waits:
    two people may share an address, and one letter. Who holds the lock of one holds them all,
    because whoever changes a wish locks its mailbox.
    """
    written = by_link(token, lock=lock)
    if not written.is_confirmed:
        return written
    waiting = SignatureRequest.objects.waiting_beside(written, at=at).first()
    return beside(written, waiting) if waiting else written


def beside(wish: SignatureRequest, other: SignatureRequest) -> SignatureRequest:
    """Give `other`, of the same mailbox, what was read with `wish`."""
    other.mailbox = wish.mailbox
    return other


def by_receipt(token: str) -> SignatureRequest:
    """Return the wish whose receipt has its page at `token`; errors as for `by_reference`."""
    return _find(token, proofs.RECEIPT, lock=False)


def ensure_open(request: SignatureRequest, *, at: datetime) -> None:
    """Raise the reason why the browser that asked may not confirm `request` at `at`, if any."""
    _ensure_not_over(request, at=at)
    if not request.attempts_left:
        raise TooManyAttempts


def ensure_link_open(request: SignatureRequest, *, at: datetime) -> None:
    """Raise the reason why nobody may confirm behind the link of `request` at `at`, if any."""
    _ensure_not_over(request, at=at)
    if not request.link_attempts_left:
        raise TooManyAttempts


def typed_in(request: SignatureRequest) -> Typed:
    """Return what was typed; raise RequestExpired once its day's key is destroyed."""
    try:
        return request.typed()
    except Unreadable:
        raise RequestExpired from None


def text_hash(request: SignatureRequest) -> bytes:
    """Return T of the text that was read before signing, whatever was amended since."""
    if request.version == request.petition.version:
        return request.petition.text_hash
    return text_hash_of(request.petition.pk, request.version)


def _ensure_not_over(request: SignatureRequest, *, at: datetime) -> None:
    if request.is_expired_at(at):
        raise RequestExpired
    if not request.petition.accepts_signatures_at(at):
        raise PetitionClosed


def _find(token: str, purpose: bytes, *, lock: bool) -> SignatureRequest:
    row = proofs.row_named_in(token)
    try:
        request = SignatureRequest.objects.find(row, lock=lock)
        key = keys.petition_key(request.mailbox.petition_id)
    except (SignatureRequest.DoesNotExist, Unreadable):
        raise UnknownRequest from None
    if not proofs.opens(token, purpose, row, key=key):
        raise UnknownRequest
    return request
