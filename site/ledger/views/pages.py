"""The pages of the log for people: what it proves, and the verifier."""

from base64 import b64encode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from core.http import public
from ledger.services import origin
from ledger.services.announcing import announced_keys, published_log, witness_keys
from ledger.views.answers import open_to_all


@open_to_all
@public(max_age=5)
def home(request: HttpRequest) -> HttpResponseBase:
    """Say what the log proves and what it does not, and how far it is, from its files alone."""
    log = published_log()
    context: dict[str, object] = {
        "origin": origin(),
        "address": _address(),
        "log": log,
    }
    if log is not None:
        context["root_base64"] = b64encode(log.checkpoint.root).decode()
        context["independent"] = sum(each.is_independent for each in log.witnesses)
    return render(request, "ledger/home.html", context)


@open_to_all
@public(max_age=60)
def verifier(request: HttpRequest) -> HttpResponseBase:
    """Verify receipts, and recount, in the reader's own browser."""
    ours = [str(key.verifier) for key in announced_keys()]
    keys = [*ours, *map(str, witness_keys())]
    context = {"origin": origin(), "address": _address(), "keys": keys}
    return render(request, "ledger/verifier.html", context)


def _address() -> str:
    """Return where programs read the log."""
    return f"{settings.BASE_URL}{reverse('ledger:home')}"
