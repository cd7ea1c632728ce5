"""The platform's own figures, as a page and as data."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.errors import BadPosition
from core.http import after_key, public
from core.open_data import csv_response, json_response
from core.paging import page_of
from core.views.errors import bad_request
from petitions.models import Petition
from transparency import figures

PAGE = 20


@require_safe
@public(max_age=60)
def page(request: HttpRequest) -> HttpResponseBase:
    """Show moderation's figures and those of petitions, newest first."""
    try:
        position = after_key(request)
    except BadPosition:
        return bad_request(request)
    petitions = Petition.objects.published().order_by("-pk")
    if position is not None:
        petitions = petitions.filter(pk__lt=position)
    shown = page_of(petitions, size=PAGE, key=lambda row: row.pk, position=position)
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
