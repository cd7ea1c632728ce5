"""The team, for administrators: who has which role where, and new sheets for lost ones."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import account_of, role_required, typed
from accounts.errors import AccountSuspended, NotAdministratorSince
from accounts.forms import RoleForm
from accounts.models import Role, User
from accounts.services import find_or_create_person, grant_role, hand_out_sheet, revoke_role
from core.http import after_key

PAGE = 50
administrator_required = role_required(Role.Name.ADMINISTRATOR)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """List roles; the form gives one, to an address that may be new here."""
    form = RoleForm(typed(request))
    if form.is_valid() and _grant(form, by=account_of(request)):
        messages.success(request, _("Le rôle est donné."))
        return redirect("account_team")
    after = after_key(request)
    roles = Role.objects.select_related("user").order_by("pk")
    page = list(roles.filter(pk__gt=after)[: PAGE + 1] if after else roles[: PAGE + 1])
    context = {
        "form": form,
        "roles": page[:PAGE],
        "next": f"?apres={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "first": reverse("account_team") if after else "",
    }
    return render(request, "accounts/team.html", context, status=422 if form.is_bound else 200)


@administrator_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back; not one's own, so that somebody is always left to give it again."""
    role = _of_another(request, pk)
    revoke_role(user=role.user, role=role.role, scope=role.scope)
    messages.success(request, _("Le rôle est retiré."))
    return redirect("account_team")


@administrator_required
@require_POST
def new_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a lost sheet and show the new one, once, to be printed and handed over."""
    role = _of_another(request, pk)
    try:
        codes = hand_out_sheet(user=role.user, by=account_of(request), at=timezone.now())
    except NotAdministratorSince:
        raise PermissionDenied from None
    return render(request, "accounts/handed_sheet.html", {"person": role.user, "codes": codes})


@transaction.atomic
def _grant(form: RoleForm, *, by: User) -> bool:
    """Give what the form says; put the reason beside its field when that cannot be.

    Raises PermissionDenied if somebody took the role of `by` meanwhile; no account is made then.
    """
    try:
        user = find_or_create_person(address=form.cleaned_data["email"])
    except AccountSuspended:
        form.add_error("email", _("Ce compte est fermé."))
        return False
    asked = {"role": form.cleaned_data["role"], "scope": form.cleaned_data["scope"]}
    try:
        grant_role(user=user, by=by, at=timezone.now(), **asked)
    except NotAdministratorSince:
        raise PermissionDenied from None
    return True


def _of_another(request: HttpRequest, pk: int) -> Role:
    role = get_object_or_404(Role.objects.select_related("user"), pk=pk)
    if role.user == account_of(request):
        raise PermissionDenied
    return role
