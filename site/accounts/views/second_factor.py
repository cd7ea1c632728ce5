"""The second factor of one's own account: a printed sheet, or an application."""

from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_of, passed_second_factor, safe_next, signed_in, typed
from accounts.errors import SecondFactorNeeded
from accounts.forms import ApplicationForm, CodeForm, SecondFactorForm
from accounts.services import (
    codes_of,
    confirm_app,
    confirm_sheet,
    draft_sheet,
    has_second_factor,
    needs_second_factor,
    remove_second_factor,
    unused_codes,
)
from core.http import View

# The sheet on screen waits here for its confirmation: an unconfirmed one locks nobody out.
SHEET, NEXT = "accounts.sheet", "accounts.second_factor_next"


def _after_proof[**P](view: View[P]) -> View[P]:
    """Ask for the second factor in force before anything about it is shown or changed.

    A log-in asks for it; a session that is older than the second factor has not shown it yet.
    """

    @signed_in
    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if has_second_factor(account_of(request)) and not passed_second_factor(request):
            way_back = urlencode({"next": safe_next(request, "") or reverse("mfa_index")})
            return redirect(f"{reverse('account_prove_factor')}?{way_back}")
        return view(request, *args, **kwargs)

    return wrapper


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Show the second factor in a session that has not, and go on."""
    next_path = safe_next(request, reverse("mfa_index"))
    form = SecondFactorForm(user=account_of(request), data=typed(request))
    if form.is_valid():
        form.save()
        return redirect(next_path)
    context = {"form": form, "next": next_path}
    return render(
        request, "accounts/second_factor_login.html", context, status=422 if form.is_bound else 200
    )


@_after_proof
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Say what is in force, and offer what can be set up."""
    user = account_of(request)
    context = {
        "kinds": set(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
        "codes_left": len(unused_codes(user)),
        "is_needed": needs_second_factor(user),
        "next": safe_next(request, ""),
    }
    return render(request, "accounts/second_factor.html", context)


@_after_proof
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """Draw a sheet of ten codes, show it, put it in force once a code of it was typed."""
    seed = request.session.get(SHEET)
    if request.method == "POST" and "code" not in request.POST:
        request.session[SHEET] = draft_sheet()
        request.session[NEXT] = safe_next(request, "")
        return redirect("account_sheet")
    if seed is None:
        return redirect("mfa_index")
    form = CodeForm(typed(request))
    if form.is_valid():
        code, now = form.cleaned_data["code"], timezone.now()
        if confirm_sheet(user=account_of(request), seed=seed, code=code, at=now):
            del request.session[SHEET]
            return _in_force(
                request, _("Votre feuille est en service. Rayez le code que vous venez d’utiliser.")
            )
        form.add_error("code", _("Ce code n’est pas sur la feuille. Recopiez le premier."))
    context = {"form": form, "codes": codes_of(seed)}
    return render(request, "accounts/sheet.html", context, status=422 if form.is_bound else 200)


@_after_proof
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Show the secret to a telephone application and take a code of it."""
    user = account_of(request)
    if request.method != "POST":
        request.session[NEXT] = safe_next(request, "")
    form = ApplicationForm(user=user, data=typed(request))
    if form.is_valid():
        confirm_app(user=user, secret=form.secret, at=timezone.now())
        clear_totp_secret(request)
        return _in_force(request, _("Votre application est en service."))
    adapter = get_adapter()
    drawing = adapter.build_totp_svg(adapter.build_totp_url(user, form.secret))
    context = {
        "form": form,
        "secret": form.secret,
        # Drawn here from the secret alone; the XML declaration has no place inside a page.
        "drawing": SafeString(drawing[drawing.index("<svg") :]),
    }
    return render(request, "accounts/app.html", context, status=422 if form.is_bound else 200)


@_after_proof
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take one second factor back."""
    kind = request.POST.get("kind", "")
    if kind not in Authenticator.Type.values:
        return redirect("mfa_index")
    try:
        remove_second_factor(user=account_of(request), kind=kind, at=timezone.now())
    except SecondFactorNeeded:
        messages.error(
            request, _("Votre rôle demande un second facteur. Ajoutez-en un autre d’abord.")
        )
    else:
        messages.success(request, _("C’est retiré."))
    return redirect("mfa_index")


def _in_force(request: HttpRequest, message: str) -> HttpResponse:
    """Count this session as having shown its second factor, and go where the person was going."""
    record_authentication(request, account_of(request), method="mfa")
    messages.success(request, message)
    return redirect(request.session.pop(NEXT, "") or "mfa_index")
