"""The receipt of a signature: its page, and what is downloaded or printed from there.

What makes a receipt somebody's own is never kept: the browser sends it back when it is wanted.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import anonymous_post, private
from core.views.errors import unavailable
from ledger.errors import LogRefuses
from ledger.sed1.receipts import OwnerReceipt, shown
from ledger.tlog.tlog_proofs import TlogProof
from petitions.errors import NotThisReceipt, SignatureGone, UnknownRequest
from petitions.qr import qr_code
from petitions.services import Confirmed, Receipt, confirmed_at, promised, proof, receipt_in
from petitions.views import answers

PLAIN = "text/plain; charset=utf-8"
type View = Callable[[HttpRequest, str, str], HttpResponse]
type Give = Callable[[HttpRequest, Confirmed, Receipt, TlogProof], HttpResponse]


def _refusing(view: View) -> View:
    """Say why there is no receipt, where `view` finds none."""

    @wraps(view)
    def told(request: HttpRequest, slug: str, token: str) -> HttpResponse:
        try:
            return view(request, slug, token)
        except (SignatureGone, UnknownRequest) as reason:
            return answers.refusal(request, slug, reason)
        except LogRefuses:
            return unavailable(request)

    return told


@require_safe
@private
@_refusing
def page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show the promise, or the proof once there is one; the script of the page adds the rest."""
    return answers.receipt(confirmed_at(token), at=timezone.now())


@require_safe
@private
@_refusing
def promise_file(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Give our promise, made now, as a file."""
    return _file(promised(confirmed_at(token), at=timezone.now()).note, name="promesse.txt")


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
@_refusing
def proof_file(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Give the proof: as it is to a script, with a receipt to who sends one."""
    confirmed = confirmed_at(token)
    if request.method == "POST":
        return _with_receipt(request, confirmed, give=_download)
    found = proof(confirmed)
    if found is None:
        said = _("Votre signature n’est pas encore dans le registre : encore quelques minutes.")
        return HttpResponse(said, status=HTTPStatus.NOT_FOUND, content_type=PLAIN)
    return HttpResponse(found.text(), content_type=PLAIN)


@require_POST
@anonymous_post
@_refusing
def printed(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show a copy of a receipt as a sheet to print, with a code that leads to its check.

    Whatever was sent, what is printed withdraws nothing: a phone keeps the addresses it opened.
    """
    return _with_receipt(request, confirmed_at(token), give=_sheet)


def verifier_address(found: TlogProof) -> str:
    """Return the address that checks a receipt; what follows the # is sent to nobody."""
    letters = urlsafe_b64encode(found.text().encode()).decode().rstrip("=")
    return f"{_verifier()}#{letters}"


def _with_receipt(request: HttpRequest, confirmed: Confirmed, *, give: Give) -> HttpResponse:
    """Give what was asked with the receipt that was sent, or show its page again with it."""
    at = timezone.now()
    try:
        receipt = receipt_in(request.POST.get("extra", ""), confirmed)
    except NotThisReceipt:
        refused = _(
            "Ce reçu n’est pas celui de cette signature. Rouvrez la page où vous avez signé."
        )
        return answers.receipt(confirmed, at=at, refused=refused)
    found = proof(confirmed, receipt)
    if found is None:
        kept = replace(confirmed, receipt=receipt)
        return answers.receipt(kept, at=at, is_asked_too_early=True)
    return give(request, confirmed, receipt, found)


def _download(
    request: HttpRequest, confirmed: Confirmed, receipt: Receipt, found: TlogProof
) -> HttpResponse:
    is_owner = isinstance(receipt, OwnerReceipt)
    return _file(found.text(), name=f"recu{'' if is_owner else '-a-montrer'}.tlog-proof")


def _sheet(
    request: HttpRequest, confirmed: Confirmed, receipt: Receipt, found: TlogProof
) -> HttpResponse:
    copy = shown(receipt) if isinstance(receipt, OwnerReceipt) else receipt
    found = replace(found, extra=copy.to_bytes())
    context = {
        "petition": confirmed.request.petition,
        "wish": confirmed.request,
        "proof": found,
        "qr": qr_code(verifier_address(found)),
        "verifier": _verifier(),
    }
    return render(request, "petitions/printed.html", context)


def _file(text: str, *, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=PLAIN)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _verifier() -> str:
    return f"{settings.BASE_URL}{reverse('ledger:verifier')}"
