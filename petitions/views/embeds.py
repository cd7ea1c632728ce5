"""The count of a petition on other people's sites: a frame or an image, without any script."""

import textwrap
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from core.http import public
from core.text import printable
from petitions.figures import count_of
from petitions.models import Petition

# Pages of other sites show this one; nothing else of ours may be framed.
FRAMED: dict[str, Any] = settings.SECURE_CSP | {"frame-ancestors": ["*"], "form-action": [CSP.NONE]}
# Signs a line, lines of the title, and where they stand in the picture.
LINE, LINES = 38, 3
FIRST_LINE, NEXT_LINE = 38, 24


@require_safe
@xframe_options_exempt
@csp_override(FRAMED)
@public()
def frame(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the count in a frame of another site."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    context = {"petition": petition, "count": count_of(petition)}
    return render(request, "petitions/embed.html", context)


@require_safe
@public()
def image(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Draw the count, with its moment and the title in a few lines."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    title = printable(petition.title)
    lines = textwrap.wrap(title, LINE, max_lines=LINES, placeholder=" …")
    context = {
        "title": title,
        "lines": [(FIRST_LINE + NEXT_LINE * row, line) for row, line in enumerate(lines)],
        "count": count_of(petition),
    }
    response = render(
        request, "petitions/embed.svg", context, content_type="image/svg+xml; charset=utf-8"
    )
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
