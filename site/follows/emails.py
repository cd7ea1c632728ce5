"""The letters that carry news."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.letters import Letter, render
from follows.models import Follow, FollowRequest, NewsItem


def digest(follow: Follow, news: Sequence[NewsItem], *, to: str) -> Letter:
    """Write the news to one follower, with the one-click way out of RFC 8058."""
    stop_url = settings.BASE_URL + reverse("follows:stop", args=[follow.pk])
    return render(
        "follows/mail/digest",
        to=to,
        subject=_("Des nouvelles de Santé en débat"),
        context={"news": news, "stop_url": stop_url},
        headers={
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        transactional=False,
    )


def confirmation(linked: FollowRequest, *, code: str, to: str) -> Letter:
    """Ask an address whether it wants news; the letter does not say of what.

    Anybody may have it sent to anybody: no words of a stranger's choice go with it, and one code
    serves whatever this address asks to follow.

    Args:
        linked: the wish made for this letter, which its link leads to.
    """
    path = reverse("follows:request", args=[linked.reference])
    return render(
        "follows/mail/confirmation",
        to=to,
        subject=_("Votre code pour recevoir des nouvelles"),
        context={
            "code": code,
            "link": settings.BASE_URL + path,
            "days": settings.SIGNATURE_REQUEST_DAYS,
        },
    )
