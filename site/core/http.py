"""The doors of HTTP: who may post, what may be kept in a cache, where a request comes from."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from core.errors import BadPosition

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

# Every view that anonymous people may post to, by its dotted name; a test lists them.
ANONYMOUS_POST_VIEWS: set[str] = set()

READING = {"GET", "HEAD"}
OUR_FETCH_SITES = {"same-origin", "none"}
IPV4_PREFIX = 24
IPV6_PREFIX = 56


def anonymous_post[**P](view: View[P]) -> View[P]:
    """Open a form to anonymous people without a CSRF token, which would set a cookie.

    The view sees nobody logged in, so a forged request has no one's rights to borrow. A post
    that a browser says comes from another site gets 403; old browsers and mail providers
    (RFC 8058) say nothing and pass.
    """
    ANONYMOUS_POST_VIEWS.add(f"{view.__module__}.{view.__qualname__}")

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        _forget_user(request)
        if request.method not in READING and comes_from_elsewhere(request):
            return render(request, "403.html", status=403)
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            _keep_nowhere(response)
        return response

    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # Django reads it from the function
    return guarded


def public[**P](max_age: int = 60) -> Callable[[View[P]], View[P]]:
    """Give the same bytes to everybody, for at most `max_age` seconds; 5 for people's text."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in READING:
                return view(request, *args, **kwargs)
            _forget_user(request)
            return publish(view(request, *args, **kwargs), max_age)

        return opened

    return decorate


def private[**P](view: View[P]) -> View[P]:
    """Let no cache keep what `view` answers."""

    @wraps(view)
    def closed(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        _keep_nowhere(response)
        return response

    return closed


def publish[R: HttpResponseBase](response: R, max_age: int = 60) -> R:
    """Let caches keep a successful `response`; the page cache adds its ETag and answers 304."""
    if response.status_code == HttpResponse.status_code:
        response.headers["Cache-Control"] = f"public, max-age={max_age}"
    return response


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether the browser says that another site made this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in OUR_FETCH_SITES:
        return True
    origin = request.headers.get("Origin")
    ours = {settings.BASE_URL, f"{request.scheme}://{request.get_host()}"}
    return origin is not None and origin not in ours


def client_prefix(request: HttpRequest) -> str:
    """Return the network a request comes from: an IPv4 /24, an IPv6 /56, or « unknown »."""
    try:
        address = ipaddress.ip_address(_client_address(request))
    except ValueError:
        return "unknown"
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    length = IPV4_PREFIX if address.version == 4 else IPV6_PREFIX
    return str(ipaddress.ip_network((address, length), strict=False))


def after_key(request: HttpRequest, name: str = "apres") -> int | None:
    """Return the key after which a list goes on, None for its beginning.

    Raises:
        BadPosition: if the address holds something else than a key.
    """
    typed = request.GET.get(name, "")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise BadPosition
    return int(typed)


def _client_address(request: HttpRequest) -> str:
    """Believe only what our own proxies have appended on the right of X-Forwarded-For."""
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    address: str = request.META.get("REMOTE_ADDR", "")
    return address


def _forget_user(request: HttpRequest) -> None:
    """Stand in for the lazy user, which would read the session and make the answer personal."""
    request.user = AnonymousUser()


def _keep_nowhere(response: HttpResponseBase) -> None:
    response.headers.pop("Cache-Control", None)
    patch_cache_control(response, private=True, no_store=True)
