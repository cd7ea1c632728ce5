"""The demo's letter box: what would have been mailed."""

import re

import nh3
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from core import courrier
from core.http import private

TAGS = {"a", "blockquote", "br", "em", "h1", "h2", "h3", "hr", "li", "ol", "p", "strong", "ul"}
HEADING = re.compile(r"<(/?)h[1-3]>")


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
    context = {"letter": delivered, "html": _readable(delivered.html)}
    return render(request, "courrier/letter.html", context)


def _readable(html: str) -> SafeString:
    """Return the letter's body without its style, its headings below those of our page."""
    clean = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "title"},
        attributes={"a": {"href"}},
        link_rel=None,
    )
    return mark_safe(HEADING.sub(r"<\1h3>", clean))  # noqa: S308  (nh3 has just cleaned it)
