"""In by one door, out by one button."""

from allauth.account.adapter import get_adapter
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import safe_next, typed
from accounts.door import Door
from accounts.errors import AccountSuspended
from accounts.forms import AddressForm, MailedCodeForm, SecondFactorForm
from accounts.reasons import reason_for
from accounts.stages import SecondFactorStage
from core.http import private
from core.views.errors import too_many


@private
@require_http_methods(["GET", "HEAD", "POST"])
def knock(request: HttpRequest) -> HttpResponse:
    """Ask for an address and mail a code to it, whoever it belongs to."""
    next_path = safe_next(request, settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        return redirect(next_path)
    form = AddressForm(typed(request))
    context = {"form": form, "next": next_path, "reason": reason_for(next_path)}
    if not form.is_valid():
        return render(request, "accounts/login.html", context, status=422 if form.is_bound else 200)
    address = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="request_login_code", key=address):
        return too_many(request)
    with transaction.atomic():
        Door.knock(request, address=address, next_path=next_path)
    return redirect("account_confirm_login_code")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: HttpRequest) -> HttpResponse:
    """Take the code of the letter; five errors, or a quarter of an hour, and one knocks again."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    if stage is None:
        return redirect("account_login")
    door = Door.resume(stage)
    if door is None:
        messages.warning(request, _("Ce code n’est plus valable. Demandez-en un autre."))
        return redirect("account_login")
    if request.POST.get("action") == "resend":
        return _resend(request, door)
    form = MailedCodeForm(typed(request), expected=door.code)
    if form.is_bound and not door.may_try():
        door.abort()
        return _too_many_tries(request)
    if form.is_valid():
        return _enter(request, door)
    if form.is_bound and not door.record_invalid_attempt():
        return _too_many_tries(request)
    context = {"form": form, "address": door.address, "can_resend": door.can_resend}
    return render(request, "accounts/code.html", context, status=422 if form.is_bound else 200)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def show_second_factor(request: HttpRequest) -> HttpResponse:
    """Take a code of the sheet or of the application; allauth counts the errors."""
    stage = LoginStageController.enter(request, SecondFactorStage.key)
    if stage is None:
        return redirect("account_login")
    form = SecondFactorForm(user=stage.login.user, data=typed(request))
    if form.is_valid():
        form.save()
        response: HttpResponse = stage.exit()
        return response
    return render(
        request,
        "accounts/second_factor_login.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out."""
    get_adapter().logout(request)
    return redirect("/")


def _resend(request: HttpRequest, door: Door) -> HttpResponse:
    allowed = door.can_resend and ratelimit.consume(
        request, action="request_login_code", key=door.address
    )
    if not allowed:
        return too_many(request)
    with transaction.atomic():
        door.resend()
    messages.success(request, _("Un nouveau code vient de partir. L’ancien ne sert plus."))
    return redirect("account_confirm_login_code")


def _too_many_tries(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Trop d’essais avec ce code. Demandez-en un autre."))
    return redirect("account_login")


def _enter(request: HttpRequest, door: Door) -> HttpResponse:
    try:
        return door.finish()
    except AccountSuspended:
        return render(request, "accounts/suspended.html", status=403)
