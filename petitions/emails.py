"""The letters that carry a code."""

from dataclasses import replace
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.letters import Letter, render
from petitions.models import SignatureRequest

# What stands in the rendered frame for the code and for the link: no template escapes them.
CODE, LINK = "@code@", "@link@"


def confirmation(request: SignatureRequest, *, to: str) -> Letter:
    """Write the code and the link; the subject says nothing of what is signed."""
    path = reverse("petitions:link", args=[request.petition.slug, request.link_token])
    code, link = request.code, settings.BASE_URL + path
    frame = _frame()
    return replace(
        frame,
        to=to,
        text=frame.text.replace(CODE, code).replace(LINK, link),
        html=frame.html.replace(CODE, code).replace(LINK, link),
    )


def own_list(*, code: str, to: str) -> Letter:
    """Write the code that opens « mes signatures »; nothing tells whether there is any."""
    return render(
        "petitions/mail/mine",
        to=to,
        subject=_("Votre code à 6 chiffres"),
        context={"code": code},
    )


@cache
def _frame() -> Letter:
    """Render the letter once for this process: two templates cost more than the two inserts."""
    return render(
        "petitions/mail/confirmation",
        to="",
        subject=_("Votre code de confirmation"),
        context={"code": CODE, "link": LINK, "days": settings.SIGNATURE_REQUEST_DAYS},
    )
