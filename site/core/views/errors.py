"""What people meet when something goes wrong: a status, and a page that says what to do."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from core.errors import OVERLOAD

RETRY_SECONDS = 60
BACK_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the address or the form holds something that no page of ours makes.

    The template does not see the request: what is wrong may be its host.
    """
    response = HttpResponse(render_to_string("400.html"), status=400)
    add_never_cache_headers(response)
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return _page(request, 404)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer 405: a reader opened the address of a form; `allowed` is what it takes."""
    response = _page(request, 405)
    response.headers["Allow"] = allowed
    return response


def too_many(request: HttpRequest, **context: Any) -> HttpResponse:
    """Answer 429: come back in a minute."""
    response = _page(request, 429, **context)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503: nothing was written; come back in a moment."""
    response = _page(request, 503)
    response.headers["Retry-After"] = str(BACK_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when a form was kept open too long, or its cookie was refused."""
    return _page(request, 403, form_expired=True)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a context or a query: whatever broke may still be broken.

    Django calls this while it handles the error, also that of a middleware, which no other
    middleware sees: the one that passes answers 503.
    """
    if isinstance(sys.exception(), OVERLOAD):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    response = render(request, f"{status}.html", context, status=status)
    add_never_cache_headers(response)
    return response
