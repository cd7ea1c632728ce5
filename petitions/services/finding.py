"""Find a wish to sign by a secret that only one browser, or one mailbox, holds; and read it."""

from datetime import datetime

from core import keys
from core.errors import Unreadable
from ledger.services import text_hash_of
from petitions import proofs
from petitions.errors import PetitionClosed, RequestExpired, TooManyAttempts, UnknownRequest
from petitions.models import SignatureRequest
from petitions.typed import Typed

# Unsealing so many takes some hundredths of a second, whoever asks for one address how often.
MOST_READ = 500


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


def of_same_mailbox(request: SignatureRequest) -> list[SignatureRequest]:
    """Return the other wishes of one mailbox, the newest MOST_READ of them first; one query.

    Who holds the lock of `request` holds them too: whoever changes one locks their mailbox.
    """
    others = SignatureRequest.objects.filter(mailbox=request.mailbox_id).exclude(pk=request.pk)
    found = list(others.order_by("-asked_on", "pk")[:MOST_READ])
    for other in found:
        other.mailbox = request.mailbox
    return found


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
