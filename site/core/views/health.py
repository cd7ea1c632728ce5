"""What machines ask: are you there, may I read this, whom do I tell about a hole."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from core.http import private, public

SECURITY_TXT_DAYS = 180
PRIVATE_PATHS = ["/compte/", "/gestion/", "/courrier/", "/p/", "/suivi/", "/debats/*/participer/"]


@require_safe
@private
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer « ok » as long as the process lives; touch nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@private
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database and Valkey answer, or 503 with the name of what does not."""
    missing = [
        name for name, works in [("database", _database()), ("broker", _broker())] if not works
    ]
    text = f"waiting for: {', '.join(missing)}\n" if missing else "ready\n"
    return HttpResponse(
        text, status=503 if missing else 200, content_type="text/plain; charset=utf-8"
    )


@require_safe
@public(max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Let everything public be indexed, and say where the sitemap is."""
    lines = ["User-agent: *", *[f"Disallow: {path}" for path in PRIVATE_PATHS]]
    lines += ["", f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@public(max_age=3600)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say how to report a hole (RFC 9116); 404 as long as the operator named no address."""
    address = settings.SECURITY_EMAIL
    if not address:
        return HttpResponse(status=404)
    expires = (timezone.now() + timedelta(days=SECURITY_TXT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {expires}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> bool:
    try:
        cache.get("readyz")
    except (RedisError, OSError):
        return False
    return True
