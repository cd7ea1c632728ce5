"""Petitions that wait for an answer, the longest wait first: a page, JSON, CSV."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import after_key, public
from core.open_data import csv_response, json_response
from core.paging import page_of
from core.views.errors import bad_request
from petitions import waiting
from petitions.models import Dispatch

PAGE = 50
AGE = 300


@require_safe
@public(max_age=AGE)
def page(request: HttpRequest) -> HttpResponseBase:
    """Rank what waits for an answer."""
    position = after_key(request)
    try:
        rows = Dispatch.objects.unanswered().select_related("petition").after(position)
    except Dispatch.DoesNotExist:
        return bad_request(request)
    shown = page_of(rows, size=PAGE, key=lambda row: row.pk, position=position)
    today = timezone.localdate()
    listed = [(row, row.days_waiting_on(today)) for row in shown.rows]
    return render(request, "petitions/awaiting.html", {"page": shown, "listed": listed})


@require_safe
@public(max_age=AGE)
def as_json(request: HttpRequest) -> HttpResponseBase:
    """Give the ranking to machines."""
    return json_response(_rows(), name="en_attente")


@require_safe
@public(max_age=AGE)
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the ranking to spreadsheets."""
    return csv_response(waiting.COLUMNS, _rows(), name="petitions-en-attente.csv")


def _rows() -> waiting.Rows:
    dispatches = Dispatch.objects.unanswered().select_related("petition")
    return waiting.rows_of(dispatches.iterator(chunk_size=500), on=timezone.localdate())
