"""Ways to tell others of a petition: plain links, which say nothing to anybody until pressed."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from petitions.models import Petition


@dataclass(frozen=True, slots=True)
class Sharing:
    """Addresses to share a petition with; hashable, as pages made once for many want it."""

    url: str
    image: str
    mail: str
    sms: str
    whatsapp: str


def sharing_of(petition: Petition) -> Sharing:
    """Return the ways to share `petition`; no query."""
    url = f"{settings.BASE_URL}{petition.get_absolute_url()}"
    image = reverse("petitions:share-image", args=[petition.slug])
    said = _("J’ai lu cette pétition, et je vous propose de la lire : %(title)s") % {
        "title": petition.title
    }
    text = quote(f"{said}\n{url}", safe="")
    return Sharing(
        url=url,
        image=f"{settings.BASE_URL}{image}",
        mail=f"mailto:?subject={quote(petition.title, safe='')}&body={text}",
        # The one form that both kinds of phones read.
        sms=f"sms:?&body={text}",
        whatsapp=f"https://wa.me/?text={text}",
    )
