"""The desk: what waits, oldest first; one case at a time, held by who reads it."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_of, role_required, typed
from accounts.models import Role, User
from core.http import after_key
from moderation import desks, services
from moderation.access import case_for, cases_for, decision_for, decisions_for
from moderation.errors import AlreadyDecided, ClaimedByAnother, OutsideScope, OwnContribution
from moderation.forms import PublicationForm, RefusalForm
from moderation.models import Article, Case, Decision
from moderation.registry import face_of, faces_of

PAGE, LATEST = 25, 10
# What is promised to authors, and when it is broken.
NEAR_DUE, OVERDUE = timedelta(hours=24), timedelta(hours=72)
moderator_required = role_required(Role.Name.MODERATOR)


@moderator_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits, oldest first."""
    user, now = account_of(request), timezone.now()
    waiting = cases_for(user).exclude(state=Case.State.DECIDED).order_by("pk")
    after = after_key(request)
    page = list(waiting.filter(pk__gt=after)[: PAGE + 1] if after else waiting[: PAGE + 1])
    rows, faces = page[:PAGE], faces_of([case.item for case in page[:PAGE]])
    context = {
        "rows": [_row(case, user, now) | {"face": faces[case.item_id]} for case in rows],
        "waiting": waiting.count(),
        "desks": desks.open_to(user),
        "latest": decisions_for(user).order_by("-pk")[:LATEST],
        "next": f"?apres={rows[-1].pk}" if len(page) > PAGE else "",
        "first": reverse("moderation:desk") if after else "",
    }
    return render(request, "moderation/queue.html", context)


@moderator_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Reserve a case for a quarter of an hour and open it."""
    case = case_for(account_of(request), pk)
    try:
        services.claim(case=case, by=account_of(request), at=timezone.now())
    except (AlreadyDecided, ClaimedByAnother, OutsideScope, OwnContribution) as refusal:
        return _refuse(request, case, refusal)
    return redirect(case)


@moderator_required
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a case to the queue undecided."""
    services.release(case=case_for(account_of(request), pk), by=account_of(request))
    return redirect("moderation:desk")


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text with its place and the charter; take the decision."""
    user, found = account_of(request), case_for(account_of(request), pk)
    if request.method != "POST" and found.state == Case.State.DECIDED:
        decision = get_object_or_404(Decision, case=found)
        return redirect("moderation:reopen", reference=decision.reference)
    publishes = request.POST.get("outcome") == Decision.Outcome.PUBLISHED
    form = (PublicationForm if publishes else RefusalForm)(typed(request))
    if form.is_valid():
        return _decide(request, found, form)
    decided = Decision.objects.in_journal().filter(item=found.item)[:PAGE]
    context = _row(found, user, timezone.now()) | {
        "face": face_of(found.item),
        "form": form,
        "articles": Article.objects.all(),
        "decisions": decided,
    }
    return render(request, "moderation/case.html", context, status=422 if form.is_bound else 200)


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_decision(request: HttpRequest, reference: str) -> HttpResponse:
    """Come back to a decision: a new case; the old decision stays in the journal."""
    decision = decision_for(account_of(request), reference)
    if request.method != "POST":
        item = decision.item
        context = {"decision": decision, "face": face_of(item) if item else None}
        return render(request, "moderation/reopen.html", context)
    try:
        case = services.reopen(decision=decision, by=account_of(request), at=timezone.now())
    except (AlreadyDecided, OutsideScope, OwnContribution) as refusal:
        return _refuse(request, decision.case, refusal)
    return redirect(case)


def _decide(request: HttpRequest, case: Case, form: PublicationForm) -> HttpResponse:
    case.version = form.cleaned_data["version"]
    try:
        decision = services.decide(
            case=case,
            outcome=form.cleaned_data["outcome"],
            article=form.cleaned_data.get("article"),
            reason=form.cleaned_data.get("reason", ""),
            by=account_of(request),
            at=timezone.now(),
        )
    except (AlreadyDecided, ClaimedByAnother, OutsideScope, OwnContribution) as refusal:
        return _refuse(request, case, refusal)
    messages.success(
        request,
        _("Décision %(reference)s enregistrée. L’auteur est prévenu.")
        % {"reference": decision.reference},
    )
    return redirect("moderation:desk")


def _row(case: Case, user: User, now: datetime) -> dict[str, object]:
    """Return what a row of the queue says of a case besides its face."""
    age = now - case.opened_at
    urgency = "overdue" if age > OVERDUE else "due" if age > NEAR_DUE else "recent"
    held = case.is_held_at(now)
    return {
        "case": case,
        "urgency": urgency,
        "is_mine": held and case.claimed_by_id == user.pk,
        "is_held": held and case.claimed_by_id != user.pk,
        "is_own": case.item.author_id == user.pk,
    }


def _refuse(request: HttpRequest, case: Case | None, refusal: Exception) -> HttpResponse:
    """Say why nothing was changed, and where to go on: 409 when somebody was faster, else 403."""
    status = 409 if isinstance(refusal, AlreadyDecided | ClaimedByAnother) else 403
    context = {"case": case, "reason": type(refusal).__name__}
    return render(request, "moderation/refused.html", context, status=status)
