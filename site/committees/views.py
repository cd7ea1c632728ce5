"""The committees: all of them, and each."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from committees import search, tile_map
from committees.models import Committee
from core.http import after_key, public
from core.paging import page_of

PAGE = 100


@require_safe
@public(max_age=60)
def index(request: HttpRequest) -> HttpResponseBase:
    """List the committees by département, all or those that a search finds."""
    typed = request.GET.get("q", "")[: search.LONGEST].strip()
    position = after_key(request)
    found = Committee.objects.matching(search.wanted(typed)).by_place()
    if position is not None:
        found = found.after(get_object_or_404(Committee, pk=position))
    page = page_of(found, size=PAGE, key=lambda row: row.pk, position=position, q=typed)
    context: dict[str, object] = {"typed": typed, "page": page}
    if not typed and position is None:
        context["tiles"] = tile_map.tiles(_counts_by_departement())
        context["map_columns"], context["map_rows"] = tile_map.COLUMNS, tile_map.ROWS
    return render(request, "committees/index.html", context)


@require_safe
@public(max_age=60)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one committee, and where what is said of it was read."""
    committee = get_object_or_404(Committee, slug=slug)
    return render(request, "committees/detail.html", {"committee": committee})


def _counts_by_departement() -> dict[str, int]:
    counted = Committee.objects.order_by().values_list("departement").annotate(Count("pk"))
    return dict(counted)
