"""The public count of one petition, as a page, and as a number that moves; its address."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import public
from petitions.citation import citation
from petitions.departures import departures_of
from petitions.figures import count_of, places_of
from petitions.hours import chart_of
from petitions.models import Petition
from petitions.open_data import FIELDS
from petitions.timeline import timeline_of
from petitions.views import listing

# A count that moves is asked for often, and costs two small queries.
COUNT_AGE = 10


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Lead to the page that argues for the petition; say why one was refused, if it was."""
    petition = get_object_or_404(Petition, slug=slug)
    if not petition.was_opened:
        return listing.refused(request, petition)
    if petition.proposal_path:
        return redirect(petition.proposal_path)
    return redirect("petitions:figures", slug=slug)


@require_safe
@public(max_age=COUNT_AGE)
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the count, its moment, and what it does and does not prove."""
    petition, now = get_object_or_404(Petition.objects.published(), slug=slug), timezone.now()
    count = count_of(petition)
    context = {
        "petition": petition,
        "count": count,
        "citation": citation(petition, count),
        "chart": chart_of(petition, at=now),
        "events": timeline_of(petition, at=now),
        "places": places_of(petition),
        "departures": departures_of(petition),
        "fields": FIELDS.items(),
        "base_url": settings.BASE_URL,
    }
    return render(request, "petitions/figures.html", context)


@require_safe
@public(max_age=COUNT_AGE)
def live(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the totals alone, for pages that show them move."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    count = count_of(petition)
    said = {"online": count.online, "paper": count.paper, "as_of": count.as_of.isoformat()}
    return JsonResponse(said, headers={"Access-Control-Allow-Origin": "*"})
