"""Confirm: the page that waits for the code, and the one behind the letter's link."""

import math
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import CodeForm
from core.http import anonymous_post
from core.text import typography
from petitions.errors import WrongSolution
from petitions.forms import LinkForm, SolutionForm
from petitions.models import SignatureRequest
from petitions.services import (
    asked_behind_link,
    by_reference,
    challenge_for,
    confirm_by_code,
    confirm_by_link,
    ensure_link_open,
    hasten_letter,
    held_still,
    prove_by_code,
    prove_by_link,
    refuse_by_link,
    send_again,
    typed_in,
)
from petitions.views import answers
from petitions.views.doors import Door, enter

SENT_AGAIN = "renvoi"
HASTENED = "depart"
PLAIN = "text/plain; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
def confirm(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Wait for the code in the browser that asked; once it is given, show the receipt."""

    def about(wish: SignatureRequest) -> dict[str, object]:
        typed, at = typed_in(wish), timezone.now()
        said = {
            "reference": reference,
            "address": typed.address,
            "was_sent_again": SENT_AGAIN in request.GET,
            "was_hastened": HASTENED in request.GET,
        }
        due = held_still(typed, at=at)
        if due > at:
            minutes = math.ceil((due - at).total_seconds() / 60)
            said |= {"held_minutes": minutes, "challenge": challenge_for(wish)}
        return said

    door = Door(
        form=CodeForm(request.POST if request.method == "POST" else None),
        find=partial(by_reference, reference),
        prove=partial(prove_by_code, reference=reference),
        confirm=partial(confirm_by_code, reference=reference),
        template="petitions/confirm.html",
        about=about,
    )
    return enter(request, slug, door)


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


@require_POST
@anonymous_post
def hasten(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Take the solution that a script found, so that a letter held back goes at once."""
    form = SolutionForm(request.POST)
    try:
        if form.is_valid():
            wish = hasten_letter(reference=reference, at=timezone.now(), **form.cleaned_data)
            address = reverse("petitions:confirm", args=[wish.petition.slug, reference])
            return redirect(f"{address}?{HASTENED}=1")
    except answers.REFUSALS as reason:
        return answers.refusal(request, slug, reason)
    except WrongSolution:
        pass
    sentence = _("Ce calcul n’est pas le bon. Attendez votre lettre : elle part d’elle-même.")
    return HttpResponse(
        typography(sentence), status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type=PLAIN
    )


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
def link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Ask, wherever the letter was opened, for what its link alone does not know; show; confirm."""
    form = LinkForm(request.POST if request.method == "POST" else None)

    def about(wish: SignatureRequest) -> dict[str, object]:
        if not typed_in(wish).postcode:
            form.ask_for_code()
        return {}

    door = Door(
        form=form,
        find=partial(asked_behind_link, token, at=timezone.now()),
        prove=partial(prove_by_link, token=token),
        confirm=partial(confirm_by_link, token=token),
        template="petitions/link.html",
        about=about,
        ensure_open=ensure_link_open,
        shown="petitions/shown.html",
        refuse=partial(refuse_by_link, token=token),
    )
    return enter(request, slug, door)
