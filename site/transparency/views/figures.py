"""The platform's own figures, as a page and as data."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import public
from core.open_data import csv_response, json_response
from core.paging import newest_page
from petitions.models import Petition
from transparency import figures

PAGE = 20


@require_safe
@public(max_age=60)
def page(request: HttpRequest) -> HttpResponseBase:
    """Show moderation's figures and those of petitions, newest first."""
    shown = newest_page(request, Petition.objects.published(), size=PAGE)
    context = {
        "page": shown,
        "signatures": list(figures.of_petitions(shown.rows)),
        "moderation": list(figures.of_moderation(timezone.now())),
    }
    return render(request, "transparency/figures.html", context)


@require_safe
@public(max_age=60)
def as_json(request: HttpRequest) -> HttpResponseBase:
    """Give every figure to machines."""
    rows = (figure.row() for figure in figures.every_figure(timezone.now()))
    return json_response(rows, name="chiffres")


@require_safe
@public(max_age=60)
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Give every figure to spreadsheets."""
    rows = (figure.row() for figure in figures.every_figure(timezone.now()))
    return csv_response(figures.COLUMNS, rows, name="chiffres.csv")
