"""What people are told once a wish to sign leads no further: a status, and what to do."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from petitions.errors import (
    PetitionClosed,
    RequestExpired,
    TooManyAttempts,
    TooManyGuesses,
    UnknownRequest,
)
from petitions.models import Petition, SignatureRequest

REFUSALS = (PetitionClosed, RequestExpired, TooManyAttempts, UnknownRequest)


def refusal(request: HttpRequest, slug: str, reason: Exception) -> HttpResponse:
    """Put one of REFUSALS into words, for the petition at `slug`."""
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
        case TooManyAttempts():
            status = HTTPStatus.TOO_MANY_REQUESTS
            return render(request, "petitions/too_many.html", context, status=status)
        case _:
            return render(request, "petitions/unknown.html", context, status=HTTPStatus.NOT_FOUND)


def thanks(request: HttpRequest, wish: SignatureRequest) -> HttpResponse:
    """Say that the signature is recorded, whether or not the address had signed before."""
    share_url = settings.BASE_URL + wish.petition.get_absolute_url()
    context = {"petition": wish.petition, "wish": wish, "share_url": share_url}
    return render(request, "petitions/thanks.html", context)
