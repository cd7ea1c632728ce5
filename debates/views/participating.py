"""Where people write: a form, a last look at the text, a receipt; then correct or take back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from core import limits
from core.errors import BadPosition
from core.http import after_key
from core.views.errors import bad_request, too_many
from debates import access, services, threads
from debates.errors import CannotReply, CannotRevise, DebateClosed, RevisedMeanwhile
from debates.forms import ContributionForm, OnceForm, ReplyForm, RevisionForm
from debates.models import Contribution, Debate
from debates.views.addresses import address, trail

CONTRIBUTION_LIMIT = "20/hour"
SEND = "send"
PREVIEW = "preview"


@access.author_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, author: User, slug: str) -> HttpResponse:
    """Add an argument or a question to a debate."""
    debate = access.readable_debate(slug)
    kind = request.GET.get("nature", "")
    form = ContributionForm(request.POST or None, initial={"kind": kind})
    return _contribute(request, author=author, debate=debate, form=form, parent=None)


@access.author_required
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, author: User, slug: str, pk: int) -> HttpResponse:
    """Answer a contribution."""
    parent = access.answerable_contribution(slug, pk)
    form = ReplyForm(request.POST or None)
    return _contribute(request, author=author, debate=parent.debate, form=form, parent=parent)


@access.author_required
@require_safe
def receipt(request: HttpRequest, author: User, slug: str, pk: int) -> HttpResponse:
    """Say what became of a contribution just sent, and where it stands or will stand."""
    contribution = access.own_contribution(slug, pk, user=author)
    debate = contribution.debate
    context = {
        "debate": debate,
        "trail": trail(),
        "post": threads.own_post(contribution),
        "is_open": debate.is_open_at(timezone.now()),
    }
    return render(request, "debates/receipt.html", context)


@access.author_required
@require_safe
def own(request: HttpRequest, author: User, slug: str) -> HttpResponse:
    """List what the person wrote in this debate, what waits or was refused included."""
    debate = access.readable_debate(slug)
    try:
        before = after_key(request, "avant")
    except BadPosition:
        return bad_request(request)
    page = threads.own_posts(debate=debate, author_id=author.pk, before=before)
    context = {
        "debate": debate,
        "trail": trail(),
        "posts": page.rows,
        "next": address(avant=page.after) if page.after else "",
        "first": "" if before is None else request.path,
        "is_open": debate.is_open_at(timezone.now()),
    }
    return render(request, "debates/own.html", context)


@access.author_required
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, author: User, slug: str, pk: int) -> HttpResponse:
    """Correct one's own words."""
    contribution = access.own_contribution(slug, pk, user=author)
    debate = contribution.debate
    now = timezone.now()
    if not debate.is_open_at(now):
        return _closed(request, debate)
    if contribution.current is None:
        return _withdrawn(request, debate)
    shown = {"number": contribution.current.number, "body": contribution.text}
    form = RevisionForm(request.POST or None, initial=shown)
    context = {
        "debate": debate,
        "trail": trail(),
        "contribution": contribution,
        "form": form,
    }
    if not form.is_valid() or request.POST.get("step") != SEND:
        return _form_or_preview(request, "debates/revise.html", form, context)
    if not limits.hit("contribution", str(author.pk), limit=CONTRIBUTION_LIMIT):
        return too_many(request)
    try:
        services.revise(contribution=contribution, at=now, **form.cleaned_data)
    except DebateClosed:
        return _closed(request, debate)
    except CannotRevise:
        return _withdrawn(request, debate)
    except RevisedMeanwhile:
        return render(request, "debates/revised_meanwhile.html", context, status=409)
    return redirect("debates:receipt", slug=slug, pk=pk)


@access.author_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, author: User, slug: str, pk: int) -> HttpResponse:
    """Take back one's own words, after a page that asks to confirm; in a closed debate too."""
    contribution = access.own_contribution(slug, pk, user=author)
    if request.method == "POST":
        services.withdraw(contribution=contribution, at=timezone.now())
        return redirect("debates:own", slug=slug)
    debate = contribution.debate
    context = {"debate": debate, "trail": trail(), "post": threads.own_post(contribution)}
    return render(request, "debates/withdraw.html", context)


def _contribute(
    request: HttpRequest,
    *,
    author: User,
    debate: Debate,
    form: OnceForm,
    parent: Contribution | None,
) -> HttpResponse:
    """Show the form, then the text once more, then store it and lead to its receipt."""
    now = timezone.now()
    if not debate.is_open_at(now):
        return _closed(request, debate)
    context = {
        "debate": debate,
        "trail": trail(),
        "form": form,
        "parent": threads.post(parent) if parent else None,
    }
    if not form.is_valid() or request.POST.get("step") != SEND:
        return _form_or_preview(request, "debates/write.html", form, context)
    if not limits.hit("contribution", str(author.pk), limit=CONTRIBUTION_LIMIT):
        return too_many(request)
    typed = {"kind": Contribution.Kind.REPLY} | form.cleaned_data
    try:
        sent = services.contribute(debate=debate, author=author, parent=parent, at=now, **typed)
    except DebateClosed:
        return _closed(request, debate)
    except CannotReply:
        return _withdrawn(request, debate)
    return redirect("debates:receipt", slug=debate.slug, pk=sent.pk)


def _form_or_preview(
    request: HttpRequest, template: str, form: OnceForm | RevisionForm, context: dict[str, Any]
) -> HttpResponse:
    """Show the form (422 when something in it is wrong), or how its text will look."""
    if form.is_bound and not form.is_valid():
        return render(request, template, context, status=422)
    if request.POST.get("step") == PREVIEW:
        context["preview"] = threads.render_once(form.cleaned_data["body"])
    return render(request, template, context)


def _closed(request: HttpRequest, debate: Debate) -> HttpResponse:
    context = {"debate": debate, "is_over": debate.is_over_at(timezone.now())}
    return render(request, "debates/closed.html", context, status=410)


def _withdrawn(request: HttpRequest, debate: Debate) -> HttpResponse:
    return render(request, "debates/gone.html", {"debate": debate}, status=410)
