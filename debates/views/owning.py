"""What authors see and do of their own words: receipt, list, correction, taking back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from core import limits
from core.http import after_key
from core.views.errors import too_many
from debates import access, services, threads
from debates.errors import CannotRevise, DebateClosed, RevisedMeanwhile
from debates.forms import RevisionForm
from debates.views.addresses import address, trail
from debates.views.answers import CONTRIBUTION_LIMIT, SEND, closed, form_or_preview, withdrawn


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
    before = after_key(request, "avant")
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
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, author: User, slug: str, pk: int) -> HttpResponse:
    """Correct one's own words."""
    contribution = access.own_contribution(slug, pk, user=author)
    debate = contribution.debate
    now = timezone.now()
    if not debate.is_open_at(now):
        return closed(request, debate)
    if contribution.current is None:
        return withdrawn(request, debate)
    shown = {"number": contribution.current.number, "body": contribution.text}
    form = RevisionForm(request.POST or None, initial=shown)
    context = {
        "debate": debate,
        "trail": trail(),
        "contribution": contribution,
        "form": form,
    }
    if not form.is_valid() or request.POST.get("step") != SEND:
        return form_or_preview(request, "debates/revise.html", form, context)
    if not limits.hit("contribution", str(author.pk), limit=CONTRIBUTION_LIMIT):
        return too_many(request)
    try:
        services.revise(contribution=contribution, at=now, **form.cleaned_data)
    except DebateClosed:
        return closed(request, debate)
    except CannotRevise:
        return withdrawn(request, debate)
    except RevisedMeanwhile:
        return render(request, "debates/revised_meanwhile.html", context, status=409)
    return redirect("debates:receipt", slug=slug, pk=pk)


@access.author_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, author: User, slug: str, pk: int) -> HttpResponse:
    """Take back one's own words, after a page that asks to confirm; in a closed debate too."""
    contribution = access.own_contribution(slug, pk, user=author)
    if request.method == "POST":
        services.withdraw(contribution=contribution, at=timezone.now())
        return redirect("debates:own", slug=slug)
    debate = contribution.debate
    context = {"debate": debate, "trail": trail(), "post": threads.own_post(contribution)}
    return render(request, "debates/withdraw.html", context)
