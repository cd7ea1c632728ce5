"""The letters that carry a code."""

from dataclasses import replace
from functools import cache, lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.letters import Letter, render
from petitions.models import OwnList, SignatureRequest

# What stands in the rendered frame for the code and for the link: no template escapes them.
CODE, LINK = "@code@", "@link@"


def confirmation(request: SignatureRequest, *, to: str) -> Letter:
    """Write the code and the link; the subject says nothing of what is signed."""
    code, link = request.code, _link_of(request)
    frame = _frame()
    return replace(
        frame,
        to=to,
        text=frame.text.replace(CODE, code).replace(LINK, link),
        html=frame.html.replace(CODE, code).replace(LINK, link),
    )


def reminder(request: SignatureRequest, *, to: str) -> Letter:
    """Write the code and the link again, to who has not confirmed; it says that it is the last."""
    return render(
        "petitions/mail/reminder",
        to=to,
        subject=_("Rappel : votre code de confirmation"),
        context={
            "code": request.code,
            "link": _link_of(request),
            "last_day": request.last_day,
        },
    )


def own_list(linked: OwnList, *, code: str, to: str) -> Letter:
    """Write what opens « mes signatures »; nothing tells whether there is any.

    Args:
        linked: the list made for this letter, which its link opens.
        code: what opens the list in the browser that asked.
    """
    path = reverse("petitions:mine-link", args=[linked.link_token])
    return render(
        "petitions/mail/mine",
        to=to,
        subject=_("Votre code à 6 chiffres"),
        context={"code": code, "link": settings.BASE_URL + path},
    )


def alarms(*, number: int, to: str) -> Letter:
    """Tell an administrator how many alarms are new; it names no petition, provider or network."""
    return render(
        "petitions/mail/alarms",
        to=to,
        subject=_("Des signatures à regarder"),
        context={"number": number},
    )


def _link_of(request: SignatureRequest) -> str:
    return f"{settings.BASE_URL}{_links_of(request.petition.slug)}{request.link_token}/"


@lru_cache(maxsize=64)
def _links_of(slug: str) -> str:
    """Return what the links of one petition begin with: a crowd signs the same one."""
    return reverse("petitions:link", args=[slug, "token"]).removesuffix("token/")


@cache
def _frame() -> Letter:
    """Render the letter once for this process: two templates cost more than the two inserts."""
    return render(
        "petitions/mail/confirmation",
        to="",
        subject=_("Votre code de confirmation"),
        context={
            "code": CODE,
            "link": LINK,
            "days": settings.SIGNATURE_REQUEST_DAYS,
            "refused_days": settings.REFUSED_LETTERS_DAYS,
        },
    )
