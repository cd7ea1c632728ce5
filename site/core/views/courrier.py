"""The demo's letter box: what would have been mailed."""

import nh3
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from core import courrier
from core.http import private

TAGS = {"a", "blockquote", "br", "em", "h1", "h2", "h3", "hr", "li", "ol", "p", "strong", "ul"}


@require_safe
@private
def index(request: HttpRequest) -> HttpResponse:
    """List the delivered letters, newest first."""
    letters, next_key = courrier.newest(before=request.GET.get("apres", ""))
    context = {"letters": letters, "next_key": next_key}
    return render(request, "courrier/index.html", context)


@require_safe
@private
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """Show one letter, its links alive."""
    try:
        delivered = courrier.read(name)
    except courrier.NoSuchLetter:
        raise Http404 from None
    html = nh3.clean(delivered.html, tags=TAGS, attributes={"a": {"href"}}, link_rel=None)
    context = {"letter": delivered, "html": mark_safe(html)}  # noqa: S308  (nh3 cleaned it)
    return render(request, "courrier/letter.html", context)
