"""The desk where proposals are read: oldest first, one held at a time, accepted or refused."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_of, has_role, role_required, typed
from accounts.models import Role, User
from core.http import after_key
from core.paging import page_of
from core.views.sure import ask_again, is_sure, is_to_correct
from moderation.errors import AlreadyDecided, ClaimedByAnother, OutsideScope, OwnContribution
from pages.errors import NoListOfProposals
from pages.review_form import AcceptanceForm, RefusalForm
from pages.services import accept_submission
from petitions.models import Petition, Review
from petitions.models.review import DUE, NEARLY_OVERDUE, OVERDUE
from petitions.services import claim_review, refuse_review, release_review

PAGE = 25
SIMILAR = 5
reviewer_required = role_required(Role.Name.MODERATOR)
REFUSALS = (
    AlreadyDecided,
    ClaimedByAnother,
    NoListOfProposals,
    OutsideScope,
    OwnContribution,
)
CONFLICTS = (AlreadyDecided, ClaimedByAnother, NoListOfProposals)


@reviewer_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the proposals that wait, oldest first."""
    user, now, position = _reviewer(request), timezone.now(), after_key(request)
    waiting = Review.objects.undecided().select_related("petition").order_by("pk")
    rows = waiting if position is None else waiting.filter(pk__gt=position)
    page = page_of(rows, size=PAGE, key=lambda row: row.pk, position=position)
    context = {
        "page": page,
        "rows": _rows(page.rows, user, now),
        "waiting": waiting.count(),
    }
    return render(request, "petitions/reviews.html", context)


@reviewer_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a proposal for a quarter of an hour, and open it."""
    user, review = _reviewer(request), _review(pk)
    try:
        claim_review(review=review, by=user, at=timezone.now())
    except REFUSALS as refusal:
        return _refuse(request, review, refusal)
    return redirect(review)


@reviewer_required
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a proposal to somebody else."""
    release_review(review=_review(pk), by=_reviewer(request))
    return redirect("reviews:queue")


@reviewer_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal; take the decision."""
    user, review = _reviewer(request), _review(pk)
    accepts = request.POST.get("outcome") == Review.Outcome.ACCEPTED
    form = (AcceptanceForm if accepts else RefusalForm)(typed(request))
    if form.is_valid() and not is_to_correct(request):
        if is_sure(request):
            return _decide(request, review, form)
        return (
            _sure_to_accept(request, review) if accepts else _sure_to_refuse(request, review, form)
        )
    [row] = _rows([review], user, timezone.now())
    petition = review.petition
    others = Petition.objects.public().exclude(pk=petition.pk)
    context = row | {
        "form": form,
        "petition": petition,
        "earlier": petition.reviews.exclude(pk=pk).select_related("reason"),
        "similar": others.similar_to(petition.title, petition.text)[:SIMILAR],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/review.html", context, status=status)


def _sure_to_accept(request: HttpRequest, review: Review) -> HttpResponse:
    return ask_again(
        request,
        about=review.petition.title,
        question=_("Accepter et ouvrir cette pétition\u202f?"),
        text=_("Tout le monde peut la signer tout de suite. Son texte est gelé."),
        label=_("Accepter et ouvrir la pétition"),
    )


def _sure_to_refuse(request: HttpRequest, review: Review, form: AcceptanceForm) -> HttpResponse:
    said = form.cleaned_data
    return ask_again(
        request,
        about=review.petition.title,
        question=_("Refuser cette proposition\u202f?"),
        text=_("L’auteur reçoit ce motif et cette explication. Tout le monde les lira."),
        label=_("Refuser cette proposition"),
        is_danger=True,
        quoted=f"{said['reason'].title}\n\n{said['explanation']}",
    )


def _decide(request: HttpRequest, review: Review, form: AcceptanceForm) -> HttpResponse:
    said = form.cleaned_data
    review.version = said["version"]
    user, now = account_of(request), timezone.now()
    try:
        if said["outcome"] == Review.Outcome.ACCEPTED:
            accept_submission(review=review, by=user, at=now)
            messages.success(request, _("La pétition est ouverte. L’auteur est prévenu."))
        else:
            refuse_review(
                review=review,
                reason=said["reason"],
                explanation=said["explanation"],
                by=user,
                at=now,
            )
            messages.success(request, _("Le refus est enregistré. L’auteur est prévenu."))
    except REFUSALS as refusal:
        return _refuse(request, review, refusal)
    return redirect("reviews:queue")


def _reviewer(request: HttpRequest) -> User:
    """Return who reads; proposals are of no place, so moderators of one place decide of none."""
    user = account_of(request)
    if not has_role(user, Role.Name.MODERATOR):
        raise PermissionDenied
    return user


def _review(pk: int) -> Review:
    reviews = Review.objects.select_related("petition__committee", "petition__author", "reason")
    return get_object_or_404(reviews, pk=pk)


def _rows(reviews: Sequence[Review], user: User, now: datetime) -> list[dict[str, object]]:
    shown = Review.objects.filter(pk__in=[review.pk for review in reviews])
    concerning = set(shown.concerning(user.pk).values_list("pk", flat=True))
    return [
        _row(review, user, now) | {"is_concerned": review.pk in concerning} for review in reviews
    ]


def _row(review: Review, user: User, now: datetime) -> dict[str, object]:
    days = (now - review.opened_at).days
    marks = [(OVERDUE, "overdue"), (NEARLY_OVERDUE, "nearly"), (DUE, "due"), (0, "recent")]
    held = review.is_held_at(now)
    return {
        "review": review,
        "days": days,
        "urgency": next((mark for least, mark in marks if days >= least), "recent"),
        "is_mine": held and review.claimed_by_id == user.pk,
        "is_held": held and review.claimed_by_id != user.pk,
    }


def _refuse(request: HttpRequest, review: Review, refusal: Exception) -> HttpResponse:
    """Say why nothing was changed, and where to go on: 403 if it is not theirs, else 409."""
    status = HTTPStatus.CONFLICT if isinstance(refusal, CONFLICTS) else HTTPStatus.FORBIDDEN
    context = {"reason": type(refusal).__name__, "list": "reviews:queue"}
    return render(request, "moderation/refused.html", context, status=status)
