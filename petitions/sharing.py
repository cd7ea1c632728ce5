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
    said = _("J’ai lu cette pétition, et je vous propose de la lire : %(title)s")
    return _ways(petition, path=petition.get_absolute_url(), said=said)


def asking_to_support(petition: Petition) -> Sharing:
    """Return the ways its author has to find supporters for `petition`; no query."""
    said = _(
        "Je propose une pétition. Voulez-vous la soutenir pour qu’on l’examine\u202f? %(title)s"
    )
    return _ways(petition, path=reverse("petitions:support", args=[petition.slug]), said=said)


def _ways(petition: Petition, *, path: str, said: str) -> Sharing:
    url = f"{settings.BASE_URL}{path}"
    image = reverse("petitions:share-image", args=[petition.slug])
    text = quote(f"{said % {'title': petition.title}}\n{url}", safe="")
    return Sharing(
        url=url,
        image=f"{settings.BASE_URL}{image}",
        mail=f"mailto:?subject={quote(petition.title, safe='')}&body={text}",
        # The one form that both kinds of phones read.
        sms=f"sms:?&body={text}",
        whatsapp=f"https://wa.me/?text={text}",
    )
