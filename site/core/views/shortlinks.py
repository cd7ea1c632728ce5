"""The short addresses printed on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from core.models import ShortLink


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from the address typed or scanned to the page; a keyboard may have capitalised it."""
    link = get_object_or_404(ShortLink, code=code.lower())
    return redirect(link.path)
