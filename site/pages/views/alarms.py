"""The desk of alarms: somebody looks at what is unusual, then settles it or proposes to annul."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import account_of, role_required
from accounts.models import Role, User
from core.paging import newest_page
from pages.forms import AgainstForm
from pages.views.annulments import too_new
from pages.views.frames import frame
from petitions.errors import AdministratorTooNew, KeyIsDestroyed, NotCounted, WrongStatus
from petitions.models import Alarm, Annulment
from petitions.services import preview, propose_against, settle_alarm

_frame = partial(frame, index="alarms:index", icon="warning")

PAGE = 50


@role_required(Role.Name.ADMINISTRATOR)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the alarms, the last seen first."""
    page = newest_page(request, Alarm.objects.select_related("petition"), size=PAGE)
    return render(request, "petitions/alarms.html", _frame(_("Alertes")) | {"page": page})


@role_required(Role.Name.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is behind one alarm, and what an annulment would do; settle it either way."""
    alarm = get_object_or_404(Alarm.objects.select_related("petition"), pk=pk)
    step = request.POST.get("step", "")
    form = AgainstForm(request.POST if step == "propose" else None)
    status = HTTPStatus.OK
    if request.method == "POST" and step != "propose":
        refusal = _settle(alarm, step=step)
        if not refusal:
            return redirect("alarms:index")
        messages.error(request, refusal)
        status = HTTPStatus.CONFLICT
    elif form.is_valid():
        annulment = _proposed(form, alarm, by=account_of(request))
        if annulment is not None:
            messages.success(request, _("Proposée. Une autre personne doit l’approuver."))
            return redirect("annulments:detail", pk=annulment.pk)
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"alarm": alarm, "seen": preview(alarm), "form": form}
    page = _frame(_("Alertes"), _("Alerte %(number)s") % {"number": pk}) | context
    return render(request, "petitions/alarm.html", page, status=status)


def _settle(alarm: Alarm, *, step: str) -> str:
    """Settle it; return why that is refused, or nothing."""
    if step != "settle":
        return _("Choisissez un des boutons de la page.")
    try:
        settle_alarm(alarm)
    except WrongStatus:
        return _("Quelqu’un l’avait déjà examinée.")
    return ""


def _proposed(form: AgainstForm, alarm: Alarm, *, by: User) -> Annulment | None:
    """Propose to annul; None, with the reason in the form, if it is refused."""
    try:
        return propose_against(alarm, **form.cleaned_data, by=by, at=timezone.now())
    except WrongStatus:
        form.add_error(None, _("Quelqu’un l’avait déjà examinée."))
    except NotCounted:
        form.add_error(None, _("Rien à annuler : aucune de ces signatures n’est comptée."))
    except KeyIsDestroyed:
        form.add_error(None, _("Sa clé est détruite : seule la justice peut faire annuler."))
    except AdministratorTooNew:
        form.add_error(None, too_new())
    return None
