"""The way into the letters of news, by the code of a first one, and the way out of each."""

import uuid
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import CodeForm, wrong_code
from core.http import anonymous_post
from follows import services
from follows.errors import RequestExpired, TooManyAttempts, UnknownRequest, WrongCode

SENT_AGAIN = "renvoi"
_REFUSALS: dict[type[Exception], HTTPStatus] = {
    UnknownRequest: HTTPStatus.NOT_FOUND,
    RequestExpired: HTTPStatus.GONE,
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
}


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
def show_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Wait for the code, in the browser that asked or behind the letter's link; then say so."""
    at = timezone.now()
    form = CodeForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            try:
                services.confirm(reference=reference, code=form.cleaned_data["code"], at=at)
            except WrongCode as wrong:
                form.add_error("code", wrong_code(wrong.left))
            else:
                return redirect("follows:request", reference=reference)
        return _waiting(request, reference, form)
    except tuple(_REFUSALS) as reason:
        return _refused(request, reason)


@require_POST
@anonymous_post
def resend(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for the letter again; the answer never tells whether one goes."""
    try:
        services.send_again(reference=reference, at=timezone.now())
    except tuple(_REFUSALS) as reason:
        return _refused(request, reason)
    return redirect(f"{reverse('follows:request', args=[reference])}?{SENT_AGAIN}=1")


@anonymous_post
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Show a button that stops the letters; a post stops them.

    The answer is the same whether or not the token still stands for something, and the post is
    answered without a redirect, as mail providers ask (RFC 8058).
    """
    if request.method != "POST":
        return render(request, "follows/stop.html")
    services.stop(token=token)
    return render(request, "follows/stopped.html")


def _waiting(request: HttpRequest, reference: str, form: CodeForm) -> HttpResponse:
    wanted = services.by_reference(reference, at=timezone.now())
    wish = services.wish_of(wanted)
    if wanted.is_confirmed:
        return render(request, "follows/begun.html", {"topic": wish.topic})
    services.ensure_code_may_be_typed(wanted)
    context = {
        "form": form,
        "reference": reference,
        "wish": wish,
        "is_of_letter": wanted.is_of_letter,
        "was_sent_again": SENT_AGAIN in request.GET,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "follows/code.html", context, status=status)


def _refused(request: HttpRequest, reason: Exception) -> HttpResponse:
    """Say why the page leads no further, and what to do."""
    status = _REFUSALS[type(reason)]
    is_of_letter = isinstance(reason, TooManyAttempts) and reason.is_of_letter
    context = {"why": status.name.lower(), "is_of_letter": is_of_letter}
    return render(request, "follows/refused.html", context, status=status)
