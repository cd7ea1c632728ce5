"""The desk of annulments: one administrator proposes, another approves, either may undo."""

from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import account_of, role_required, typed
from accounts.models import Role, User
from core.paging import newest_page
from core.templatetags.text_tags import moment_fr
from pages.forms import AnnulmentForm
from pages.views.frames import frame
from petitions.errors import (
    AdministratorTooNew,
    KeyIsDestroyed,
    NotCounted,
    SamePerson,
    WrongStatus,
)
from petitions.models import Annulment
from petitions.models.annulment import waiting_time
from petitions.services import (
    approve_annulment,
    not_counted,
    propose_annulment,
    undo_annulment,
)

_frame = partial(frame, index="annulments:index", icon="cross")

PAGE = 50
# Enough to find a mistake; the rest is the same mistake.
NAMED = 10
# Whoever approves must see what is to go; beyond, the public decision lists them all.
SHOWN = 500


@role_required(Role.Name.ADMINISTRATOR)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the annulments, the last proposed first."""
    page = newest_page(request, Annulment.objects.select_related("petition"), size=PAGE)
    return render(request, "petitions/annulments.html", _frame(_("Annulations")) | {"page": page})


@role_required(Role.Name.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Preview what would be annulled, then propose it."""
    form = AnnulmentForm(typed(request))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        if request.POST.get("step") == "propose":
            annulment = _proposed(form, by=account_of(request))
            if annulment is not None:
                messages.success(request, _("Proposée. Une autre personne doit l’approuver."))
                return redirect("annulments:detail", pk=annulment.pk)
        else:
            named = form.cleaned_data["indexes"]
            wrong = not_counted(petition=form.cleaned_data["petition"], indexes=named)
            context |= {"named": len(named), "live": len(named) - len(wrong)}
            context["wrong"] = _listed(wrong)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    frame = _frame(_("Annulations"), _("Proposer une annulation"))
    return render(request, "petitions/annulment_form.html", frame | context, status=status)


@role_required(Role.Name.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one annulment to those who decide about it; approve or undo it."""
    annulment = get_object_or_404(Annulment.objects.select_related("petition"), pk=pk)
    user, status = account_of(request), HTTPStatus.OK
    if request.method == "POST":
        refusal = _decide(annulment, step=request.POST.get("step", ""), by=user)
        if not refusal:
            messages.success(request, _done(request.POST["step"]))
            return redirect("annulments:detail", pk=pk)
        messages.error(request, refusal)
        annulment.refresh_from_db()  # somebody else may have decided meanwhile
        status = HTTPStatus.CONFLICT
    context = {
        "annulment": annulment,
        "lines": list(annulment.targets.order_by("index").values_list("index", flat=True)[:SHOWN]),
        "earliest": _earliest(),
        "may_approve": annulment.may_be_approved_by(user.pk),
        "may_undo": annulment.may_be_undone_by(user.pk),
    }
    frame = _frame(_("Annulations"), _("Annulation %(number)s") % {"number": pk})
    return render(request, "petitions/annulment.html", frame | context, status=status)


def _proposed(form: AnnulmentForm, *, by: User) -> Annulment | None:
    """Propose what was typed; None, with what is wrong in the form, if it is refused."""
    try:
        return propose_annulment(**form.cleaned_data, by=by, at=timezone.now())
    except NotCounted as wrong:
        said = _("Ce ne sont pas des signatures comptées de cette pétition : %(indexes)s")
        form.add_error("indexes", said % {"indexes": _listed(wrong.indexes)})
    except KeyIsDestroyed:
        form.add_error("reason", _("Sa clé est détruite : seule la justice peut faire annuler."))
    except AdministratorTooNew:
        form.add_error(None, too_new())
    return None


def _decide(annulment: Annulment, *, step: str, by: User) -> str:
    """Take one step; return why it is refused, or nothing."""
    at = timezone.now()
    try:
        match step:
            case "approve":
                approve_annulment(annulment=annulment, by=by, at=at)
            case "undo":
                undo_annulment(annulment=annulment, by=by, at=at)
            case _:
                return _("Choisissez un des boutons de la page.")
    except SamePerson:
        return _(
            "Une autre personne doit approuver : ni celle qui propose, ni une adresse qui reçoit"
            " le même courriel, ni quelqu’un dont le rôle ou la feuille de codes vient d’elle ou"
            " de la même personne qu’elle. Le serveur donne les rôles qui ne viennent de personne."
        )
    except AdministratorTooNew:
        return too_new()
    except KeyIsDestroyed:
        return _("La clé de cette pétition est détruite : seule la justice peut faire annuler.")
    except NotCounted:
        return _("Une autre annulation, déjà approuvée, nomme les mêmes signatures.")
    except WrongStatus:
        return _("Cette étape n’est plus possible, ou elle revient à une autre personne.")
    return ""


def _done(step: str) -> str:
    if step == "undo":
        return _("L’annulation est abandonnée.")
    said = _("Approuvée. Les signatures seront annulées après le %(moment)s, sauf abandon.")
    return said % {"moment": moment_fr(_earliest())}


def _earliest() -> datetime:
    """Return when what is approved now is carried out at the soonest."""
    return timezone.now() + waiting_time()


def too_new() -> str:
    """Return why somebody may not annul yet."""
    said = _(
        "Qui propose et qui approuve administrent tout le site %(hours)s heures avant la"
        " proposition. Un site neuf ou un rôle récent attend donc ce temps."
    )
    return said % {"hours": settings.ANNULMENT_HOURS}


def _listed(indexes: list[int]) -> str:
    named = ", ".join(map(str, indexes[:NAMED]))
    return f"{named}…" if len(indexes) > NAMED else named
