"""Open data: what there is, and the files."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.http import public
from core.open_data import LICENCE, LICENCE_URL, csv_response, json_response
from transparency import records
from transparency.catalogue import files


@require_safe
@public(max_age=300)
def index(request: HttpRequest) -> HttpResponseBase:
    """List the files, their columns and their licence."""
    context = {"files": files(), "licence": LICENCE, "licence_url": LICENCE_URL}
    return render(request, "transparency/data.html", context)


@require_safe
@public(max_age=60)
def facts_json(request: HttpRequest) -> HttpResponseBase:
    """Give all published facts to machines."""
    return json_response(records.every_fact(), name="faits")


@require_safe
@public(max_age=60)
def facts_csv(request: HttpRequest) -> HttpResponseBase:
    """Give all published facts to spreadsheets."""
    return csv_response(records.FACT_COLUMNS, records.every_fact(), name="faits.csv")


@require_safe
@public(max_age=60)
def committees_json(request: HttpRequest) -> HttpResponseBase:
    """Give all committees to machines."""
    return json_response(records.every_committee(), name="comites")


@require_safe
@public(max_age=60)
def committees_csv(request: HttpRequest) -> HttpResponseBase:
    """Give all committees to spreadsheets."""
    rows = records.every_committee()
    return csv_response(records.COMMITTEE_COLUMNS, rows, name="comites.csv")
