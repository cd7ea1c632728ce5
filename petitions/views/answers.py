"""What people are told at the end of signing: the receipt, or why there is none."""

from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from core.moments import short_day_fr
from core.text import number_fr
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
from petitions.figures import count_of
from petitions.models import Petition
from petitions.services import Confirmed, Receipt, promised, proof
from petitions.sharing import sharing_of
from petitions.views.frames import filled

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
            context["count"] = count_of(petition)
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
    confirmed: Confirmed,
    *,
    at: datetime,
    refused: str = "",
    is_asked_too_early: bool = False,
) -> HttpResponse:
    """Show the receipt of a signature: our promise until the log holds it, then its proof.

    Args:
        refused: why what was sent is no receipt; answers 400.
        is_asked_too_early: the proof was wanted before there is one; answers 404.
    """
    petition = confirmed.request.petition
    page = filled(
        "petitions/receipt.html",
        same={
            "slug": petition.slug,
            "petition_title": petition.title,
            "sharing": sharing_of(petition),
            "is_second": confirmed.signing.slot == 1,
            "refused": refused,
            "is_asked_too_early": is_asked_too_early,
        },
        own={"token": confirmed.request.receipt_token}
        | _extras(confirmed.receipt)
        | _standing(confirmed, at=at),
    )
    status = HTTPStatus.BAD_REQUEST if refused else HTTPStatus.OK
    return HttpResponse(page, status=HTTPStatus.NOT_FOUND if is_asked_too_early else status)


def receipt_path(confirmed: Confirmed) -> str:
    """Return the address of the page of a receipt: a secret of who confirmed."""
    wish = confirmed.request
    return reverse("petitions:receipt", args=[wish.petition.slug, wish.receipt_token])


def _standing(confirmed: Confirmed, *, at: datetime) -> dict[str, str]:
    """Return where the log holds the signature, or what we promise until it does."""
    found = proof(confirmed)
    if found is not None:
        return {"line": number_fr(found.index)}
    promise = promised(confirmed, at=at)
    before = timezone.localtime(promise.before)
    return {
        "note": promise.note,
        "key": str(promise.key),
        "day": short_day_fr(before),
        "hour": str(before.hour),
    }


def _extras(receipt: Receipt | None) -> dict[str, str]:
    """Return what forms send back to get a receipt as a file or on paper, in base64."""
    extras: dict[str, Receipt] = {}
    if isinstance(receipt, OwnerReceipt):
        extras = {"owner_extra": receipt, "shown_extra": shown(receipt)}
    elif receipt is not None:
        extras = {"shown_extra": receipt}
    return {name: encode_base64(extra.to_bytes()) for name, extra in extras.items()}
