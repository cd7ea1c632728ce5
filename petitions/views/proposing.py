"""Where anybody writes a proposal, compares it, reads it again, and follows what becomes of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import account_of, signed_in, typed
from core import limits
from core.paging import newest_page
from core.views.errors import too_many
from core.views.sure import ask_again, is_sure
from petitions import access, states
from petitions.errors import TooManyProposals, WrongStatus
from petitions.models import Petition
from petitions.models.review import ROUNDS, SUPPORTERS_AT_MOST, SUPPORTERS_NEEDED
from petitions.proposal_form import ProposalForm, shown
from petitions.services import (
    UNFINISHED_AT_MOST,
    collecting_ends_at,
    discard_draft,
    propose,
    resubmit,
    rewrite_proposal,
    seek_support,
    withdraw_proposal,
)
from petitions.sharing import asking_to_support
from petitions.timeline import timeline_of
from petitions.views import resembling

PAGE = 25
PROPOSAL_LIMIT = "30/hour"
_WITHDRAWABLE = states.UNFINISHED - {states.DRAFT}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Keep a draft, then lead to what resembles it."""
    author = account_of(request)
    if resembling.looks(request):
        return resembling.form_with_list(request)
    unfinished = Petition.objects.by(author.pk).unfinished()
    if request.method != "POST" and len(unfinished) >= UNFINISHED_AT_MOST:
        return render(request, "petitions/enough_proposals.html", {"unfinished": unfinished})
    form = ProposalForm(typed(request), author=author)
    if not form.is_valid():
        return _form(request, form)
    if not limits.hit("proposal", str(author.pk), limit=PROPOSAL_LIMIT):
        return too_many(request)
    try:
        draft = propose(author=author, wording=form.wording(), at=timezone.now())
    except TooManyProposals:
        context = {"form": form, "is_full": True}
        return render(request, "petitions/proposal_form.html", context, status=409)
    return redirect("petitions:similar", pk=draft.pk)


@signed_in
@require_safe
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what resembles the draft; if nothing does, go on."""
    author = account_of(request)
    draft = access.own_proposal(pk, user=author)
    found = resembling.similar_to(title=draft.title, text=draft.text, author=author)
    if not found:
        return redirect("petitions:own-one", pk=pk)
    return render(request, "petitions/similar.html", {"petition": draft, "found": found})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or correct what was refused once and ask for another reading."""
    author = account_of(request)
    petition = access.own_proposal(pk, user=author)
    is_refused = petition.status == Petition.Status.REFUSED
    if not (petition.status == Petition.Status.DRAFT or _may_come_back(petition)):
        return _too_late(request, petition)
    review = petition.reviews.select_related("reason").last()
    context = {"petition": petition, "is_refused": is_refused, "review": review}
    if resembling.looks(request):
        return resembling.form_with_list(request, **context)
    form = ProposalForm(typed(request), author=author, initial=shown(petition))
    if not form.is_valid():
        return _form(request, form, **context)
    try:
        if is_refused:
            resubmit(petition=petition, wording=form.wording(), at=timezone.now())
            return redirect("petitions:own-one", pk=pk)
        rewrite_proposal(petition=petition, wording=form.wording(), at=timezone.now())
    except WrongStatus:
        return _too_late(request, petition)
    return redirect("petitions:similar", pk=pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal to its author, with what can be done next; do it."""
    petition = access.own_proposal(pk, user=account_of(request))
    if request.method == "POST":
        try:
            return _take(request, petition)
        except WrongStatus:
            return _too_late(request, petition)
    context = {
        "petition": petition,
        "supporters": petition.supporters.counted().count(),
        "needed": SUPPORTERS_NEEDED,
        "most": SUPPORTERS_AT_MOST,
        "review": petition.reviews.select_related("reason").last(),
        "may_come_back": _may_come_back(petition),
        "events": timeline_of(petition, at=timezone.now()),
        "ends_on": collecting_ends_at(petition),
        "sharing": asking_to_support(petition),
    }
    return render(request, "petitions/own_proposal.html", context)


@signed_in
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """List the proposals of a person, the newest first."""
    page = newest_page(request, Petition.objects.by(account_of(request).pk), size=PAGE)
    return render(request, "petitions/own_proposals.html", {"page": page})


def _take(request: HttpRequest, petition: Petition) -> HttpResponse:
    """Take the step that a button of the page names; an unknown one shows the page again."""
    match request.POST.get("step"):
        case "seek":
            seek_support(petition=petition, at=timezone.now())
        case "discard" if petition.status == Petition.Status.DRAFT and not is_sure(request):
            return _sure_to_discard(request, petition)
        case "withdraw" if petition.status in _WITHDRAWABLE and not is_sure(request):
            return _sure_to_withdraw(request, petition)
        case "discard":
            discard_draft(petition=petition)
            return redirect("petitions:own")
        case "withdraw":
            withdraw_proposal(petition=petition, at=timezone.now())
        case _:
            return _too_late(request, petition)
    return redirect("petitions:own-one", pk=petition.pk)


def _sure_to_discard(request: HttpRequest, petition: Petition) -> HttpResponse:
    return ask_again(
        request,
        about=petition.title,
        question=_("Supprimer votre brouillon\u202f?"),
        text=_("Il est effacé pour toujours. Personne d’autre ne l’a vu."),
        label=_("Supprimer mon brouillon"),
        is_danger=True,
    )


def _sure_to_withdraw(request: HttpRequest, petition: Petition) -> HttpResponse:
    return ask_again(
        request,
        about=petition.title,
        question=_("Retirer votre proposition\u202f?"),
        text=_("Ses soutiens sont effacés, et elle ne pourra pas revenir."),
        label=_("Retirer ma proposition"),
        is_danger=True,
    )


def _may_come_back(petition: Petition) -> bool:
    return petition.status == Petition.Status.REFUSED and petition.reviews.count() < ROUNDS


def _form(request: HttpRequest, form: ProposalForm, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "petitions/proposal_form.html", {"form": form} | context, status=status)


def _too_late(request: HttpRequest, petition: Petition) -> HttpResponse:
    """Say that this step is not possible from where the proposal stands now."""
    petition = access.own_proposal(petition.pk, user=account_of(request))
    return render(request, "petitions/proposal_moved.html", {"petition": petition}, status=409)
