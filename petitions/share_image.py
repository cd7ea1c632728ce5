"""The picture that other sites show beside a link to a petition: its title, its count, its date."""

from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.moments import day_fr, hour_fr
from core.text import number_fr, typography
from petitions.figures import PublicCount
from petitions.models import Petition

WIDTH, HEIGHT = 1200, 630
_SHEET = Path(__file__).with_suffix(".typ")


def share_image(petition: Petition, count: PublicCount) -> bytes:
    """Return a PNG of 1200 × 630, at most about 100 kB; the same until its count changes."""
    day, hour = day_fr(count.as_of), hour_fr(count.as_of)
    return _drawn(
        title=typography(petition.title),
        count=number_fr(count.online),
        words=_words(count),
        paper=typography(_("En plus : %(number)s sur papier.") % {"number": number_fr(count.paper)})
        if count.paper
        else "",
        moment=typography(_("Compté le %(day)s à %(hour)s") % {"day": day, "hour": hour}),
    )


def _words(count: PublicCount) -> str:
    """Say how the signatures were confirmed: a picture is passed on without its page."""
    if count.desk:
        return _("signatures confirmées par courriel ou au guichet")
    return ngettext(
        "signature confirmée par courriel",
        "signatures confirmées par courriel",
        max(count.online, 1),
    )


@lru_cache(maxsize=64)
def _drawn(**said: str) -> bytes:
    """Set the sheet; what is said is text to it, never instructions."""
    inputs = said | {"site": settings.WAGTAIL_SITE_NAME}
    # The fonts of the wheel alone: the same picture on every machine.
    drawn: bytes = typst.compile(
        str(_SHEET),
        root=str(_SHEET.parent),
        ignore_system_fonts=True,
        format="png",
        ppi=72,
        sys_inputs=inputs,
    )
    return drawn
