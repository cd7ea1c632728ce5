"""What surrounds every request: the page cache, overload, and the Content-Security-Policy."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware import csp
from django.utils.csp import CSP
from wagtail.contrib.redirects import middleware as redirects

from core.errors import OVERLOAD, KeyIsLost
from core.page_cache import Kept, PageCache, key_of, ready_made
from core.views.errors import not_allowed, unavailable

__all__ = [
    "ContentSecurityPolicyMiddleware",
    "NotAllowedMiddleware",
    "OverloadMiddleware",
    "PageCacheMiddleware",
    "RedirectMiddleware",
]

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = structlog.get_logger(__name__)

READING = {"GET", "HEAD"}

LOG_PATH = "/registre/"

# Wagtail's admin starts its date widgets from inline scripts and styles its panels inline.
ADMIN_PATH = "/gestion/"
ADMIN_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "object-src": [CSP.NONE],
}


class PageCacheMiddleware:
    """Answer readers of public pages from memory, before anything else is done.

    A request with cookies is answered too: a public address gives the same bytes to everybody.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.cache = PageCache(max_bytes=settings.PAGE_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in READING or "HTTP_AUTHORIZATION" in request.META:
            return self.get_response(request)
        key = key_of(request)
        kept = self.cache.find(key)
        if kept is None:
            response = self.get_response(request)
            kept = ready_made(response, gzipped=key[-1])
            if kept is None:
                self.cache.drop(key)
                return response
            if request.method == "GET":
                self.cache.keep(key, kept)
        return answer(request, kept)


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Return the kept answer, or 304 to a reader who has it already."""
    if kept.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponse(status=304, headers=kept.headers)
        del response.headers["Content-Type"]
        response.headers.pop("Content-Encoding", None)
    else:
        body = b"" if request.method == "HEAD" else kept.body
        response = HttpResponse(body, headers=kept.headers)
        response.headers["Content-Length"] = str(len(kept.body))
    # So that a cache behind us does not begin to count anew.
    response.headers["Age"] = str(int(time.monotonic() - kept.made_at))
    return response


class OverloadMiddleware:
    """Answer 503, to be tried again, while the database or Valkey is away or has no room.

    What fails outside a view, in another middleware, Django brings to `server_error` instead,
    which answers the same.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn into a page what is nobody's mistake; leave any other error to Django."""
        if isinstance(error, KeyIsLost):
            log.error("key_is_lost", name=str(error))
            return unavailable(request)
        if isinstance(error, OVERLOAD):
            return unavailable(request)
        return None


class NotAllowedMiddleware:
    """Give a page to who opens the address of a form, as a phone does that restores its tabs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "GET" and isinstance(response, HttpResponseNotAllowed):
            return not_allowed(request, response.headers["Allow"])
        return response


class RedirectMiddleware(redirects.RedirectMiddleware):  # type: ignore[misc]  # Wagtail has no types
    """Wagtail's redirects, but not under the public log: it is read while the database is away."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(LOG_PATH):
            return response
        answered: HttpResponse = super().process_response(request, response)
        return answered


class ContentSecurityPolicyMiddleware(csp.ContentSecurityPolicyMiddleware):
    """Django's policy everywhere, a looser one for Wagtail's admin alone."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not hasattr(response, "_csp_config"):
            response._csp_config = _policy(request)  # type: ignore[attr-defined]  # as csp_override does
        return super().process_response(request, response)


def _policy(request: HttpRequest) -> dict[str, Any]:
    if request.path.startswith(ADMIN_PATH):
        return ADMIN_CSP
    if getattr(request, "is_dummy", False):
        # Wagtail renders a page as readers will see it, into a frame of the admin.
        return settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}
    return settings.SECURE_CSP
