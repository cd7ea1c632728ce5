"""What a signer keeps: the promise that the signature will be in the public log, then its proof."""

import hmac
from dataclasses import asdict, dataclass
from datetime import datetime

from ledger.models import Placement
from ledger.sed1.receipts import OwnerReceipt, ShownReceipt, parse_receipt
from ledger.services import Promised, ensure_reaches_mark, promise, proof_of
from ledger.tlog.errors import Invalid
from ledger.tlog.texts import decode_base64
from ledger.tlog.tlog_proofs import TlogProof
from petitions.errors import AlreadyConfirmed, NotThisReceipt, SignatureGone
from petitions.hiding import Choice, Hidden, Signing
from petitions.models import Signature, SignatureRequest
from petitions.services.finding import by_receipt, text_hash

type Receipt = OwnerReceipt | ShownReceipt


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A signature, as who confirmed it may see it.

    Attributes:
        receipt: what the browser made or sent of it, if it did.
        is_new: it was confirmed a moment ago, so the log cannot hold it yet.
    """

    request: SignatureRequest
    signing: Signing
    hidden: Hidden
    receipt: Receipt | None = None
    is_new: bool = False


def confirmed_before(request: SignatureRequest, choice: Choice) -> Confirmed:
    """Return what `request` was confirmed as, to who repeats the same `choice`.

    Raises:
        AlreadyConfirmed: if `choice` is another one, or the signature was withdrawn since.
    """
    if not hmac.compare_digest(bytes(request.choice or b""), choice.digest()):
        raise AlreadyConfirmed
    try:
        signing, hidden = _recorded(request)
    except SignatureGone:
        raise AlreadyConfirmed from None
    return Confirmed(request, signing, hidden, choice.receipt(signing))


def confirmed_at(token: str) -> Confirmed:
    """Return the signature whose receipt has its page at `token`.

    Raises:
        UnknownRequest: if there is none, or none any more.
        SignatureGone: if it was withdrawn since.
    """
    request = by_receipt(token)
    return Confirmed(request, *_recorded(request))


def promised(confirmed: Confirmed, *, at: datetime) -> Promised:
    """Promise that a confirmed signature, already committed, will be in the log within 25 hours.

    Raises:
        LogRefuses: if the database is a restored one, or a key is missing; nothing is signed.
    """
    if not confirmed.is_new:  # It was asked a moment ago, in the transaction that confirmed.
        ensure_reaches_mark()
    return promise(
        petition=confirmed.signing.petition,
        version=confirmed.signing.version,
        commitment=confirmed.hidden.commitment,
        geo=confirmed.hidden.geo,
        at=at,
    )


def proof(confirmed: Confirmed, receipt: Receipt | None = None) -> TlogProof | None:
    """Return the proof that the log holds the signature, with its receipt; None before it does."""
    if confirmed.is_new:
        return None
    extra = receipt.to_bytes() if receipt else None
    return proof_of(confirmed.hidden.commitment, extra=extra)


def receipt_in(extra: str, confirmed: Confirmed) -> Receipt:
    """Return the receipt that `extra` is, in base64, of either form.

    Only its owner can tell whether it opens the signature: that takes the address.

    Raises:
        NotThisReceipt: if it is none, or says something else than what was confirmed.
    """
    try:
        receipt = parse_receipt(decode_base64(extra))
    except Invalid:
        raise NotThisReceipt from None
    said = {name: getattr(receipt, name) for name in asdict(confirmed.signing)}
    if said != asdict(confirmed.signing):
        raise NotThisReceipt
    return receipt


def _recorded(request: SignatureRequest) -> tuple[Signing, Hidden]:
    """Return what a confirmed wish became; raise SignatureGone if it is no signature any more."""
    signature = Signature.objects.filter(commitment=request.commitment).first()
    if signature is None:
        raise SignatureGone
    geo = bytes(signature.geo)
    signing = Signing(
        petition=signature.petition_id,
        version=request.version,
        text_hash=text_hash(request),
        area=Placement.objects.values_list("area", flat=True).get(geo=geo),
        level=signature.level,
        slot=signature.slot,
    )
    return signing, Hidden(bytes(signature.commitment), geo)
