"""The timeline of a petition as a feed (Atom)."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.http import public
from core.text import printable
from petitions.models import Event, Petition
from petitions.timeline import timeline_of


class TimelineFeed(Feed[Event, Petition]):
    """What happened to one petition, newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Petition:
        return get_object_or_404(Petition.objects.published(), slug=slug)

    def title(self, petition: Petition) -> str:
        return printable(_("Suivi de la pétition : %(title)s") % {"title": petition.title})

    def subtitle(self, petition: Petition) -> str:
        return str(_("Ses étapes, ses seuils, les réponses reçues."))

    def link(self, petition: Petition) -> str:
        return f"{settings.BASE_URL}{petition.get_absolute_url()}"

    def feed_guid(self, petition: Petition) -> str:
        return self.link(petition)

    def items(self, petition: Petition) -> list[Event]:
        events = timeline_of(petition, at=timezone.now())
        for event in events:
            event.petition = petition
        return events

    def item_title(self, event: Event) -> str:
        return str(event.get_kind_display())

    def item_description(self, event: Event) -> str:
        # A summary is HTML to feed readers.
        return escape(printable(event.note))

    def item_link(self, event: Event) -> str:
        return printable(event.url) or self.link(event.petition)

    def item_guid(self, event: Event) -> str:
        return f"{self.link(event.petition)}#etape-{event.pk}"

    def item_pubdate(self, event: Event) -> datetime:
        return event.at

    def item_updateddate(self, event: Event) -> datetime:
        return event.at


_timeline = TimelineFeed()


@require_safe
@public()
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the timeline of a petition to feed readers."""
    return _timeline(request, slug=slug)
