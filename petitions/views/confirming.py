"""Confirm: the page that waits for the code, and the one behind the letter's link."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.http import anonymous_post
from petitions.errors import WrongProof
from petitions.forms import CodeForm, LinkForm
from petitions.models import SignatureRequest
from petitions.services import (
    by_link,
    by_reference,
    confirm_by_code,
    confirm_by_link,
    ensure_open,
    send_again,
    typed_in,
)
from petitions.views import answers

SENT_AGAIN = "renvoi"


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
def confirm(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Wait for the code in the browser that asked; once it was given, say thank you."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            code = form.cleaned_data["code"]
            try:
                confirm_by_code(reference=reference, code=code, at=timezone.now())
            except WrongProof as wrong:
                form.add_error("code", _wrong_code(wrong.left))
            else:
                return redirect("petitions:confirm", slug=slug, reference=reference)
        return _waiting(request, by_reference(reference), form)
    except answers.REFUSALS as reason:
        return answers.refusal(request, slug, reason)


@require_POST
@anonymous_post
def resend(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Ask for the letter again; the answer never tells whether one goes."""
    try:
        wish = send_again(reference=reference, at=timezone.now())
    except answers.REFUSALS as reason:
        return answers.refusal(request, slug, reason)
    address = reverse("petitions:confirm", args=[wish.petition.slug, reference])
    return redirect(f"{address}?{SENT_AGAIN}=1")


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
def link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Ask, wherever the letter was opened, for what its link alone does not know."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            proof = form.cleaned_data["proof"]
            try:
                confirm_by_link(token=token, proof=proof, at=timezone.now())
            except WrongProof as wrong:
                form.add_error("proof", _wrong_postcode(wrong.left))
            else:
                return redirect("petitions:link", slug=slug, token=token)
        return _opened(request, by_link(token), form)
    except answers.REFUSALS as reason:
        return answers.refusal(request, slug, reason)


def _waiting(request: HttpRequest, wish: SignatureRequest, form: CodeForm) -> HttpResponse:
    if wish.is_confirmed:
        return answers.thanks(request, wish)
    ensure_open(wish, at=timezone.now())
    context = {
        "petition": wish.petition,
        "form": form,
        "reference": wish.reference,
        "address": typed_in(wish).address,
        "was_sent_again": SENT_AGAIN in request.GET,
    }
    return render(request, "petitions/confirm.html", context, status=_status(form))


def _opened(request: HttpRequest, wish: SignatureRequest, form: LinkForm) -> HttpResponse:
    if wish.is_confirmed:
        return answers.thanks(request, wish)
    ensure_open(wish, at=timezone.now())
    context = {"petition": wish.petition, "form": form}
    return render(request, "petitions/link.html", context, status=_status(form))


def _status(form: forms.Form) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK


def _wrong_code(left: int) -> str:
    return ngettext(
        "Ce n’est pas le bon code. Il vous reste %(left)s essai.",
        "Ce n’est pas le bon code. Il vous reste %(left)s essais.",
        left,
    ) % {"left": left}


def _wrong_postcode(left: int) -> str:
    return ngettext(
        "Ce n’est pas le code postal tapé pour signer. Il vous reste %(left)s essai. "
        "Vous pouvez aussi taper le code à 6 chiffres reçu par courriel.",
        "Ce n’est pas le code postal tapé pour signer. Il vous reste %(left)s essais. "
        "Vous pouvez aussi taper le code à 6 chiffres reçu par courriel.",
        left,
    ) % {"left": left}
