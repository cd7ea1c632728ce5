"""The letter that carries a code."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.letters import Letter, render
from petitions.models import SignatureRequest


def confirmation(request: SignatureRequest, *, to: str) -> Letter:
    """Write the code and the link; the subject says nothing of what is signed."""
    link = reverse("petitions:link", args=[request.petition.slug, request.link_token])
    return render(
        "petitions/mail/confirmation",
        to=to,
        subject=_("Votre code de confirmation"),
        context={
            "code": request.code,
            "link": settings.BASE_URL + link,
            "days": settings.SIGNATURE_REQUEST_DAYS,
        },
    )
