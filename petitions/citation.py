"""Words ready to be copied by who quotes the count of a petition."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.moments import day_fr, hour_fr
from core.text import number_fr, typography
from petitions.figures import PublicCount
from petitions.models import Petition


def citation(petition: Petition, count: PublicCount) -> str:
    """Return plain text: who counted what, how much, when, under which licence, and where."""
    online = ngettext(
        "%(number)s signature confirmée par courriel ou au guichet",
        "%(number)s signatures confirmées par courriel ou au guichet",
        # In French, zero is singular.
        max(count.online, 1),
    )
    counted = [online % {"number": number_fr(count.online)}]
    if count.paper:
        counted.append(_("%(number)s sur papier") % {"number": number_fr(count.paper)})
    said = _(
        "%(site)s, « %(title)s », %(counted)s, %(when)s le %(day)s à %(hour)s, "
        "Licence Ouverte 2.0, %(address)s"
    ) % {
        "site": settings.WAGTAIL_SITE_NAME,
        "title": petition.title,
        "counted": _(" et ").join(counted),
        "when": ngettext("comptée", "comptées", max(count.online + count.paper, 1)),
        "day": day_fr(count.as_of),
        "hour": hour_fr(count.as_of),
        "address": f"{settings.BASE_URL}{reverse('petitions:figures', args=[petition.slug])}",
    }
    return typography(said)
