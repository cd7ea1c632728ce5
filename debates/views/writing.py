"""Where people write: a form, then a last look at the text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core import limits
from core.views.errors import too_many
from debates import access, services, threads
from debates.errors import CannotReply, DebateClosed
from debates.forms import ContributionForm, OnceForm, ReplyForm
from debates.models import Contribution, Debate
from debates.views.addresses import trail
from debates.views.answers import CONTRIBUTION_LIMIT, SEND, closed, form_or_preview, withdrawn


@access.author_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, author: User, slug: str) -> HttpResponse:
    """Add an argument or a question to a debate."""
    debate = access.readable_debate(slug)
    kind = request.GET.get("nature", "")
    form = ContributionForm(request.POST or None, initial={"kind": kind})
    return _contribute(request, author=author, debate=debate, form=form, parent=None)


@access.author_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, author: User, slug: str, pk: int) -> HttpResponse:
    """Answer a contribution."""
    parent = access.answerable_contribution(slug, pk)
    form = ReplyForm(request.POST or None)
    return _contribute(request, author=author, debate=parent.debate, form=form, parent=parent)


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
        return closed(request, debate)
    context = {
        "debate": debate,
        "trail": trail(),
        "form": form,
        "parent": threads.post(parent) if parent else None,
    }
    if not form.is_valid() or request.POST.get("step") != SEND:
        return form_or_preview(request, "debates/write.html", form, context)
    if not limits.hit("contribution", str(author.pk), limit=CONTRIBUTION_LIMIT):
        return too_many(request)
    typed = {"kind": Contribution.Kind.REPLY} | form.cleaned_data
    try:
        sent = services.contribute(debate=debate, author=author, parent=parent, at=now, **typed)
    except DebateClosed:
        return closed(request, debate)
    except CannotReply:
        return withdrawn(request, debate)
    return redirect("debates:receipt", slug=debate.slug, pk=sent.pk)
