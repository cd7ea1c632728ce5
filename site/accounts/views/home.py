"""« Mon compte »: the public name, where one is logged in, what is held, and the way out."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import panels, pseudonyms, rooms
from accounts.access import account_of, safe_next, signed_in, typed
from accounts.errors import (
    PseudonymRefused,
    PseudonymReserved,
    PseudonymTaken,
    PseudonymTellsAddress,
)
from accounts.forms import DeletionForm, PseudonymForm
from accounts.services import (
    choose_pseudonym,
    close_other_sessions,
    delete_account,
    export_account,
    has_second_factor,
    needs_second_factor,
    sessions_of,
)
from accounts.sessions import digest_of

SUGGESTIONS = 3


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    roles = list(user.roles.all())
    context = {
        "roles": roles,
        "rooms": rooms.for_roles(roles),
        "panels": panels.for_user(user),
        "has_second_factor": has_second_factor(user),
        "needs_second_factor": needs_second_factor(user),
    }
    return render(request, "accounts/home.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pseudonym(request: HttpRequest) -> HttpResponse:
    """Choose the public name, the first time or again."""
    user = account_of(request)
    next_path = safe_next(request, settings.LOGIN_REDIRECT_URL)
    form = PseudonymForm(typed(request), initial={"pseudonym": user.pseudonym or ""})
    if form.is_valid():
        try:
            choose_pseudonym(user=user, pseudonym=form.cleaned_data["pseudonym"])
        except PseudonymRefused as refusal:
            form.add_error("pseudonym", _why(refusal))
        else:
            return redirect(next_path)
    context = {
        "form": form,
        "next": next_path,
        "suggestions": [pseudonyms.suggest() for _n in range(SUGGESTIONS)],
    }
    return render(request, "accounts/pseudonym.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """List where one is logged in; the button closes all but this one."""
    user, key = account_of(request), request.session.session_key
    if request.method == "POST":
        closed = close_other_sessions(user=user, but=key)
        messages.success(request, _("Sessions fermées : %(number)d.") % {"number": closed})
        return redirect("account_sessions")
    here = digest_of(key) if key else ""
    context = {"sessions": sessions_of(user, at=timezone.now()), "here": here}
    return render(request, "accounts/sessions.html", context)


@signed_in
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand over all that is held about the person, as a file."""
    response = JsonResponse(
        export_account(account_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="mon-compte.json"'
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest) -> HttpResponse:
    """Delete the account at once, after a choice and a word."""
    form = DeletionForm(typed(request))
    if not form.is_valid():
        return render(
            request, "accounts/delete.html", {"form": form}, status=422 if form.is_bound else 200
        )
    keep = form.cleaned_data["contributions"] == DeletionForm.KEEP
    delete_account(user=account_of(request), keep_contributions=keep, at=timezone.now())
    request.session.flush()
    return render(request, "accounts/deleted.html", {"kept": keep})


def _why(refusal: PseudonymRefused) -> str:
    """Return what to tell about a pseudonym that was refused."""
    match refusal:
        case PseudonymTaken():
            return _("Ce pseudonyme est déjà pris. Choisissez-en un autre.")
        case PseudonymTellsAddress():
            return _(
                "Ce pseudonyme ressemble à votre adresse. Choisissez-en un autre pour la protéger."
            )
        case PseudonymReserved():
            return _("Ce nom est réservé à l’équipe du site. Choisissez-en un autre.")
        case _:
            return _(
                "Écrivez de 3 à 40 lettres ou chiffres. "
                "Les espaces, points, tirets et apostrophes sont permis."
            )
