"""Ready-made answers for anonymous readers, kept in the memory of one process.

A hit costs one dictionary look-up. What may be kept, and for how long, is what the page itself
says to every cache with `Cache-Control: public, max-age=…`.
"""

import gzip
import hashlib
import re
import time
from dataclasses import dataclass, field
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

MAX_AGE = re.compile(r"\bmax-age=(\d+)")
# Below, gzip makes an answer longer; above, the memory is better spent on other pages.
SMALLEST_GZIPPED = 860
LARGEST_KEPT = 2 * 1024 * 1024
# While one request renders a page anew, others get the old one at most this much longer.
REFRESH_SECONDS = 2.0
COMPRESSIBLE = (
    "text/",
    "application/json",
    "image/svg",
    "application/xml",
    "application/javascript",
)
NEVER_KEPT = {"set-cookie", "content-length", "content-encoding", "date", "age"}

type Key = tuple[str, str, str, str, bool]


@dataclass(slots=True)
class Kept:
    """One answer: its bytes, its headers, and the monotonic moments of its life."""

    body: bytes
    headers: dict[str, str]
    etag: str
    made_at: float
    fresh_until: float
    refreshing_until: float = field(default=0.0)


def key_of(request: HttpRequest) -> Key:
    """Return what makes two anonymous requests the same."""
    meta = request.META
    return (
        request.scheme or "",
        meta.get("HTTP_HOST", ""),
        meta.get("PATH_INFO", ""),
        meta.get("QUERY_STRING", ""),
        "gzip" in meta.get("HTTP_ACCEPT_ENCODING", ""),
    )


class PageCache:
    """A bounded store of answers; the oldest leave first."""

    def __init__(self, *, max_bytes: int, max_entries: int = 5_000) -> None:
        self.max_bytes = max_bytes
        self.max_entries = max_entries
        self._kept: dict[Key, Kept] = {}
        self._bytes = 0
        self._lock = Lock()

    def find(self, key: Key) -> Kept | None:
        """Return the answer for `key`; None asks the caller to render it and `keep` it."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        now = time.monotonic()
        if now < kept.fresh_until or now < kept.refreshing_until:
            return kept
        with self._lock:
            if now < kept.refreshing_until:
                return kept
            # The first to come late renders; a burst of readers must not all do so at once.
            kept.refreshing_until = now + REFRESH_SECONDS
            too_old = now > kept.fresh_until + REFRESH_SECONDS
            if too_old and self._kept.get(key) is kept:
                self._forget(key)
        return None

    def keep(self, key: Key, kept: Kept) -> None:
        """Store `kept`, unless it is larger than one answer may be."""
        size = len(kept.body)
        if size > min(LARGEST_KEPT, self.max_bytes):
            return
        with self._lock:
            self._forget(key)
            while self._kept and (
                self._bytes + size > self.max_bytes or len(self._kept) >= self.max_entries
            ):
                self._forget(next(iter(self._kept)))
            self._kept[key] = kept
            self._bytes += size

    def drop(self, key: Key) -> None:
        """Forget the answer for `key`: the page is no longer public."""
        if key in self._kept:
            with self._lock:
                self._forget(key)

    def _forget(self, key: Key) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.body)


def ready_made(response: HttpResponseBase, *, gzipped: bool) -> Kept | None:
    """Return what a cache may keep of `response`; None when the page did not say `public`."""
    lifetime = MAX_AGE.search(control := response.headers.get("Cache-Control", ""))
    if response.status_code != HttpResponse.status_code or "public" not in control or not lifetime:
        return None
    if response.streaming or not isinstance(response, HttpResponse):
        return None
    if "cookie" in response.headers.get("Vary", "").lower():
        return None
    headers = {k: v for k, v in response.items() if k.lower() not in NEVER_KEPT}
    body = response.content
    etag = response.headers.get("ETag") or f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if headers.get("Content-Type", "").startswith(COMPRESSIBLE):
        headers["Vary"] = "Accept-Encoding"
        if gzipped and len(body) >= SMALLEST_GZIPPED:
            body = gzip.compress(body, compresslevel=6, mtime=0)
            etag = f'{etag[:-1]}-gz"'
            headers["Content-Encoding"] = "gzip"
    headers["ETag"] = etag
    now = time.monotonic()
    return Kept(body, headers, etag, made_at=now, fresh_until=now + int(lifetime[1]))
