"""Petitions as open data: one whole, its count, its hours, its places; the counts of all."""

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import public
from core.open_data import csv_response, json_response
from petitions import hours
from petitions.figures import count_of, places_of
from petitions.models import Petition
from petitions.open_data import (
    COUNT_COLUMNS,
    PLACE_COLUMNS,
    by_area,
    count_row,
    every_count,
    whole,
)

COUNT_AGE = 10


@require_safe
@public(max_age=COUNT_AGE)
def as_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give all that is public of a petition to machines."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    return JsonResponse(
        whole(petition, at=timezone.now()),
        json_dumps_params={"ensure_ascii": False},
        headers={"Access-Control-Allow-Origin": "*"},
    )


@require_safe
@public(max_age=COUNT_AGE)
def as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the count to spreadsheets."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    row = count_row(petition, count_of(petition))
    return csv_response(COUNT_COLUMNS, [row], name=f"{petition.slug}.csv")


@require_safe
@public(max_age=COUNT_AGE)
def places_as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the figures by département to spreadsheets."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    said = by_area(places_of(petition))
    rows = [{"petition": petition.slug, "as_of": said["as_of"], **row} for row in said["areas"]]
    return csv_response(PLACE_COLUMNS, rows, name=f"{petition.slug}-par-departement.csv")


@require_safe
@public()
def hours_as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the totals hour by hour to spreadsheets."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    name = f"{petition.slug}-par-heure.csv"
    return csv_response(hours.COLUMNS, hours.rows_of(petition), name=name)


@require_safe
@public()
def hours_as_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the totals hour by hour to machines."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    return json_response(hours.rows_of(petition), name="hours")


@require_safe
@public()
def every_count_as_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the count of every petition to spreadsheets."""
    return csv_response(COUNT_COLUMNS, every_count(), name="petitions.csv")
