"""Where people support a proposal whose address they got, or take their support back."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import account_of, has_role, signed_in
from accounts.models import Role
from core.http import private
from petitions import access, services, states
from petitions.errors import EnoughSupporters, MailboxSupports, OwnProposal, WrongStatus
from petitions.models import Event, Petition
from petitions.models.review import SUPPORTERS_NEEDED
from petitions.refusals import refusals_of


@private
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask for supporters; of what looks for none any more, say to anybody what became of it."""
    past = access.past_support(slug)
    if past is None:
        return _support(request, slug)
    if past.status != states.WITHDRAWN or refusals_of([past]):
        return redirect(past)
    context = {"ran_out": past.events.filter(kind=Event.Kind.RAN_OUT).exists()}
    page = "petitions/support_withdrawn.html"
    return render(request, page, context, status=HTTPStatus.GONE)


@signed_in
def _support(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a proposal that looks for supporters; support it, or take that back."""
    user = account_of(request)
    try:
        petition = access.proposal_to_support(slug)
        if request.method == "POST":
            if request.POST.get("step") == "back":
                services.take_support_back(petition=petition, user=user)
                messages.success(
                    request, _("Votre soutien est retiré. Vous pouvez soutenir de nouveau.")
                )
            else:
                services.support(petition=petition, user=user, at=timezone.now())
            return redirect("petitions:support", slug=slug)
    except (EnoughSupporters, MailboxSupports, OwnProposal, WrongStatus) as refusal:
        return _page(request, petition, refusal=type(refusal).__name__, status=409)
    return _page(request, petition)


def _page(
    request: HttpRequest, petition: Petition, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    user = account_of(request)
    is_supporter = petition.supporters.counted().filter(user=user).exists()
    context = {
        "petition": petition,
        "refusal": refusal,
        "is_own": petition.author_id == user.pk,
        "is_supporter": is_supporter,
        "is_moderator": is_supporter and has_role(user, Role.Name.MODERATOR),
        "needed": SUPPORTERS_NEEDED,
        "supporters": petition.supporters.counted().count(),
        "ends_on": services.collecting_ends_at(petition),
    }
    return render(request, "petitions/support.html", context, status=status)
