"""The public count of one petition, as a page and as data; its canonical address."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.http import public
from core.open_data import LICENCE, LICENCE_URL, csv_lines, csv_response
from petitions.departures import departures_of
from petitions.figures import PlaceFigures, count_of, places_of
from petitions.models import Petition

# A count that moves is asked for often, and costs two small queries.
COUNT_AGE = 10


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the page that argues for the petition."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    if petition.proposal_path:
        return redirect(petition.proposal_path)
    return redirect("petitions:figures", slug=slug)


@require_safe
@public(max_age=COUNT_AGE)
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the count, its moment, and what it does and does not prove."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    context = {
        "petition": petition,
        "count": count_of(petition),
        "places": places_of(petition),
        "departures": departures_of(petition),
    }
    return render(request, "petitions/figures.html", context)


@require_safe
@public(max_age=COUNT_AGE)
def as_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the count to machines."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    said = {
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        **_row(petition),
        "by_area": _by_area(places_of(petition)),
    }
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@public(max_age=COUNT_AGE)
def as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the count to spreadsheets."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    row = _row(petition)
    response = HttpResponse(
        "".join(csv_lines(list(row), [row])), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{petition.slug}.csv"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@public(max_age=COUNT_AGE)
def places_as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the figures by département to spreadsheets."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    said = _by_area(places_of(petition))
    rows = [{"petition": petition.slug, "as_of": said["as_of"], **row} for row in said["areas"]]
    columns = ["petition", "as_of", "area", "name", "level", "online_signatures"]
    return csv_response(columns, rows, name=f"{petition.slug}-par-departement.csv")


def _by_area(places: PlaceFigures) -> dict[str, Any]:
    """Return the figures by area as open data say them; each is a multiple of ten."""
    return {
        "as_of": places.day.isoformat() if places.day else None,
        "areas": [
            {
                "area": row.code,
                "name": row.name,
                "level": row.level,
                "online_signatures": row.number,
            }
            for row in places.rows
        ],
    }


def _row(petition: Petition) -> dict[str, Any]:
    count = count_of(petition)
    return {
        "petition": petition.slug,
        "log_number": petition.pk,
        "title": petition.title,
        "version": petition.version,
        "text_sha256": petition.text_sha256,
        "status": petition.status,
        "opens_at": petition.opens_at.isoformat(),
        "closes_at": petition.closes_at.isoformat(),
        "online_signatures": count.online,
        "online_signatures_at_closing": count.at_closing,
        "level": count.level,
        "as_of": count.as_of.isoformat(),
    }
