"""Archived documents, whole and unaltered."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.http import public
from transparency.models import ArchivedDocument


@require_safe
@public(max_age=300)
def page(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Show a document with a permalink by paragraph."""
    document = get_object_or_404(ArchivedDocument, sha256=sha256)
    context = {"document": document, "blocks": document.blocks()}
    return render(request, "transparency/document.html", context)


@require_safe
@public(max_age=300)
def as_text(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Give the exact bytes whose SHA-256 is in the address."""
    document = get_object_or_404(ArchivedDocument, sha256=sha256)
    return HttpResponse(document.text.encode("utf-8"), content_type="text/plain; charset=utf-8")
