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


def by_receipt(token: str) -> SignatureRequest:
    """Return the wish whose receipt has its page at `token`; errors as for `by_reference`."""
    return _find(token, proofs.RECEIPT, lock=False)


def ensure_open(request: SignatureRequest, *, at: datetime) -> None:
    """Raise the reason why nobody may confirm `request` at `at`, if there is one."""
    if request.is_expired_at(at):
        raise RequestExpired
    if not request.petition.accepts_signatures_at(at):
        raise PetitionClosed
    if not request.attempts_left:
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
