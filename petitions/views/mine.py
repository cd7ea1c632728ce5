"""« Mes signatures »: ask with an address, open with the code it gets, take a signature back."""

from http import HTTPStatus

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import CodeForm, wrong_code
from core.http import anonymous_post, client_prefix, public
from petitions.errors import (
    ListIsClosed,
    RequestExpired,
    SignatureNotFound,
    TooManyAttempts,
    UnknownRequest,
    WrongProof,
)
from petitions.forms import AddressForm, OwnSignatureForm, SureForm
from petitions.models import OwnList
from petitions.services import (
    address_of,
    ask_for_list,
    close_list,
    ensure_code_may_be_typed,
    list_by_link,
    list_by_reference,
    open_by_link,
    open_list,
    own_signature,
    own_signatures,
    send_list_code_again,
    withdraw_from_list,
)

SENT_AGAIN = "renvoi"
WITHDRAWN = "retrait"
_REFUSALS = (UnknownRequest, RequestExpired, TooManyAttempts)


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
@public(max_age=60)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an address; lead to the page that waits for its code, whatever it signed."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        own_list = ask_for_list(
            address=form.cleaned_data["email"],
            at=timezone.now(),
            network=client_prefix(request),
        )
        return redirect("petitions:mine", reference=own_list.reference)
    return render(request, "petitions/mine.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Wait for the code in the browser that asked; once it was given, show the list."""
    at = timezone.now()
    form = CodeForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            try:
                open_list(reference=reference, code=form.cleaned_data["code"], at=at)
            except WrongProof as wrong:
                form.add_error("code", wrong_code(wrong.left))
            else:
                return redirect("petitions:mine", reference=reference)
        own_list = list_by_reference(reference, at=at)
        if own_list.is_open:
            return _list(request, own_list)
        return _waiting(request, own_list, form)
    except _REFUSALS as reason:
        return _refused(request, reason)


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button to who reads the letter; a post opens the list, and changes nothing else."""
    at = timezone.now()
    try:
        if request.method == "POST":
            return redirect("petitions:mine", reference=open_by_link(token=token, at=at).reference)
        own_list = list_by_link(token, at=at)
    except _REFUSALS as reason:
        return _refused(request, reason)
    context = {"token": token, "open_until": own_list.open_until}
    return render(request, "petitions/mine_link.html", context)


@require_POST
@anonymous_post
def resend(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for the letter again; the answer never tells whether one goes."""
    try:
        send_list_code_again(reference=reference, at=timezone.now())
    except _REFUSALS as reason:
        return _refused(request, reason)
    return redirect(f"{reverse('petitions:mine', args=[reference])}?{SENT_AGAIN}=1")


@require_POST
@anonymous_post
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Forget the list; its address then leads nowhere, in the history of a shared device too.

    The link of a letter stays: a mail scanner may have pressed both buttons.
    """
    close_list(reference=reference, at=timezone.now())
    return render(request, "petitions/mine_closed.html")


@require_POST
@anonymous_post
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether it is sure; then take the signature back."""
    at = timezone.now()
    named = OwnSignatureForm(request.POST)
    form = SureForm(request.POST if "sure" in request.POST else None)
    try:
        if not named.is_valid():
            raise SignatureNotFound
        commitment = named.cleaned_data["commitment"]
        if form.is_valid():
            withdraw_from_list(reference=reference, commitment=commitment, at=at)
            return redirect(f"{reverse('petitions:mine', args=[reference])}?{WITHDRAWN}=1")
        own_list = list_by_reference(reference, at=at)
        signature = own_signature(own_list, commitment=commitment)
    except ListIsClosed:
        return redirect("petitions:mine", reference=reference)
    except (*_REFUSALS, SignatureNotFound) as reason:
        return _refused(request, reason, reference=reference)
    context = {
        "form": form,
        "reference": reference,
        "signature": signature,
        "commitment": commitment.hex(),
    }
    return render(request, "petitions/mine_withdraw.html", context, status=_status(form))


def _waiting(request: HttpRequest, own_list: OwnList, form: CodeForm) -> HttpResponse:
    ensure_code_may_be_typed(own_list)
    context = {
        "form": form,
        "reference": own_list.reference,
        "address": address_of(own_list),
        "was_sent_again": SENT_AGAIN in request.GET,
    }
    return render(request, "petitions/mine_code.html", context, status=_status(form))


def _list(request: HttpRequest, own_list: OwnList) -> HttpResponse:
    context = {
        "reference": own_list.reference,
        "address": address_of(own_list),
        "signatures": own_signatures(own_list),
        "open_until": own_list.open_until,
        "was_withdrawn": WITHDRAWN in request.GET,
    }
    return render(request, "petitions/mine_list.html", context)


def _refused(request: HttpRequest, reason: Exception, *, reference: str = "") -> HttpResponse:
    """Say why the list leads no further, and what to do."""
    match reason:
        case RequestExpired():
            why, status = "expired", HTTPStatus.GONE
        case TooManyAttempts():
            why, status = "too_many", HTTPStatus.TOO_MANY_REQUESTS
        case SignatureNotFound():
            why, status = "not_in_list", HTTPStatus.NOT_FOUND
        case _:
            why, status = "unknown", HTTPStatus.NOT_FOUND
    context = {"why": why, "reference": reference}
    return render(request, "petitions/mine_refused.html", context, status=status)


def _status(form: Form) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
