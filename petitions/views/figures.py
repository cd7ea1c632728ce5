"""The public count of one petition, as a page and as data; its canonical address."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.http import public
from core.open_data import LICENCE, LICENCE_URL, csv_lines
from petitions.figures import count_of
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
    context = {"petition": petition, "count": count_of(petition)}
    return render(request, "petitions/figures.html", context)


@require_safe
@public(max_age=COUNT_AGE)
def as_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the count to machines."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    said = {"licence": LICENCE, "licence_url": LICENCE_URL, **_row(petition)}
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


def _row(petition: Petition) -> dict[str, Any]:
    count = count_of(petition)
    return {
        "petition": petition.slug,
        "title": petition.title,
        "version": petition.version,
        "text_sha256": petition.text_sha256,
        "status": petition.status,
        "opens_at": petition.opens_at.isoformat(),
        "closes_at": petition.closes_at.isoformat(),
        "online_signatures": count.online,
        "level": count.level,
        "as_of": count.as_of.isoformat(),
    }
