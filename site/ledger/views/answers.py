"""How the log is answered: to every site, and kept elsewhere for as long as it stays true."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.views.errors import unavailable
from ledger.tlog.errors import Invalid

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
# The checkpoint goes on while it is read: caches keep it for a moment only (C2SP tlog-tiles).
A_MOMENT = 1
# What the operator may have to erase is forgotten by every cache this soon.
A_MINUTE = 60


def open_to_all[**P](view: View[P]) -> View[P]:
    """Let programs of any site read what `view` answers, refusals included; nothing is posted.

    A published file that was damaged is answered 503: the scrub tells the operator.
    """
    safe = require_safe(view)

    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            response = safe(request, *args, **kwargs)
        except Invalid:
            response = unavailable(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return opened


def for_a_while(content: bytes | str, content_type: str, *, seconds: int) -> HttpResponse:
    """Answer with what may be another thing after `seconds`."""
    headers = {"Cache-Control": f"public, max-age={seconds}"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def for_ever(content: bytes, content_type: str) -> StreamingHttpResponse:
    """Answer with what will never be anything else.

    It streams, so that the page cache leaves it to the system's own: one reader of the whole log
    would drive every page out of it.
    """
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Length": str(len(content)),
    }
    return StreamingHttpResponse([content], content_type=content_type, headers=headers)


def absent(sentence: str | None = None) -> HttpResponse:
    """Answer 404, to be asked again: what is not published yet may be in a moment."""
    words = sentence or _("Le registre ne publie rien à cette adresse, ou pas encore.")
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{words}\n", content_type=TEXT, status=404, headers=headers)
