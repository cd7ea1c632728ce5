"""What people are told at the end of signing: the receipt, or why there is none."""

from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from ledger.sed1.receipts import OwnerReceipt, shown
from ledger.tlog.texts import encode_base64
from petitions.errors import (
    PetitionClosed,
    RequestExpired,
    SignatureGone,
    TooManyAttempts,
    TooManyGuesses,
    UnknownRequest,
)
from petitions.models import Petition
from petitions.services import Confirmed, Receipt, promised, proof

REFUSALS = (PetitionClosed, RequestExpired, TooManyAttempts, UnknownRequest)


def refusal(request: HttpRequest, slug: str, reason: Exception) -> HttpResponse:
    """Put one of REFUSALS, or a signature that is gone, into words; for the petition at `slug`."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    context = {
        "petition": petition,
        "is_open": petition.accepts_signatures_at(timezone.now()),
        "is_over": petition.is_over_at(timezone.now()),
        "link_opens": isinstance(reason, TooManyGuesses),
    }
    match reason:
        case PetitionClosed():
            # Not open yet is no error of the reader's: the address is right, and will work.
            status = HTTPStatus.GONE if context["is_over"] else HTTPStatus.FORBIDDEN
            return render(request, "petitions/closed.html", context, status=status)
        case RequestExpired():
            return render(request, "petitions/expired.html", context, status=HTTPStatus.GONE)
        case SignatureGone():
            return render(request, "petitions/gone.html", context, status=HTTPStatus.GONE)
        case TooManyAttempts():
            status = HTTPStatus.TOO_MANY_REQUESTS
            return render(request, "petitions/too_many.html", context, status=status)
        case _:
            return render(request, "petitions/unknown.html", context, status=HTTPStatus.NOT_FOUND)


def receipt(
    request: HttpRequest,
    confirmed: Confirmed,
    *,
    at: datetime,
    error: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show the receipt of a signature: our promise until the log holds it, then its proof."""
    found = proof(confirmed)
    context = _extras(confirmed.receipt) | {
        "petition": confirmed.request.petition,
        "wish": confirmed.request,
        "token": confirmed.request.receipt_token,
        "is_second": confirmed.signing.slot == 1,
        "proof": found,
        "promise": None if found else promised(confirmed, at=at),
        "share_url": share_url(confirmed.request.petition),
        "error": error,
    }
    return render(request, "petitions/receipt.html", context, status=status)


def receipt_path(confirmed: Confirmed) -> str:
    """Return the address of the page of a receipt: a secret of who confirmed."""
    wish = confirmed.request
    return reverse("petitions:receipt", args=[wish.petition.slug, wish.receipt_token])


def share_url(petition: Petition) -> str:
    """Return the address of a petition, to be sent to others."""
    return f"{settings.BASE_URL}{petition.get_absolute_url()}"


def _extras(receipt: Receipt | None) -> dict[str, object]:
    """Return what forms send back to get a receipt as a file or on paper, in base64."""
    if receipt is None:
        return {}
    if not isinstance(receipt, OwnerReceipt):
        return {"shown_extra": encode_base64(receipt.to_bytes())}
    return {
        "owner_extra": encode_base64(receipt.to_bytes()),
        "shown_extra": encode_base64(shown(receipt).to_bytes()),
    }
