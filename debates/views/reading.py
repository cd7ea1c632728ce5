"""What everybody reads: debates, their contributions, permalinks and frozen revisions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import after_key, public
from debates import access, threads
from debates.figures import counts_of
from debates.models import Contribution, Debate
from debates.views.addresses import address, trail
from debates.views.answers import withdrawn

# People's text: what moderation hides is gone in seconds.
MAX_AGE = 5
DEBATES_PER_PAGE = 20
OPEN_DEBATES = 100
KIND_OF_WORD = {
    "": None,
    "pour": Contribution.Kind.FOR,
    "contre": Contribution.Kind.AGAINST,
    "questions": Contribution.Kind.QUESTION,
}


@require_safe
@public(max_age=60)
def index(request: HttpRequest) -> HttpResponse:
    """List debates: those that still go on, then those that are over, newest first."""
    before = after_key(request, "avant")
    now = timezone.now()
    over = Debate.objects.over_at(now).order_by("-pk")
    running: list[Debate] = []
    if before is None:
        running = list(Debate.objects.not_over_at(now).order_by("closes_at", "pk")[:OPEN_DEBATES])
    else:
        over = over.filter(pk__lt=before)
    found = list(over[: DEBATES_PER_PAGE + 1])
    past = found[:DEBATES_PER_PAGE]
    counts = counts_of([*running, *past])
    context = {
        "running": [(debate, counts[debate.pk], debate.is_open_at(now)) for debate in running],
        "past": [(debate, counts[debate.pk]) for debate in past],
        "next": address(avant=past[-1].pk) if len(found) > len(past) else "",
        "first": "" if before is None else request.path,
    }
    return render(request, "debates/index.html", context)


@require_safe
@public(max_age=MAX_AGE)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a debate and a page of its threads, of one kind or of all."""
    debate = access.readable_debate(slug)
    word = request.GET.get("voir", "")
    if word not in KIND_OF_WORD:
        raise Http404
    before = after_key(request, "avant")
    now = timezone.now()
    page = threads.newest_threads(debate=debate, kind=KIND_OF_WORD[word], before=before)
    context = {
        "debate": debate,
        "counts": counts_of([debate])[debate.pk],
        "threads": page.rows,
        "next": address(voir=word, avant=page.after) if page.after else "",
        "first": "" if before is None else address(request.path, voir=word),
        "word": word,
        "is_open": debate.is_open_at(now),
        "is_over": debate.is_over_at(now),
    }
    return render(request, "debates/detail.html", context)


@require_safe
@public(max_age=MAX_AGE)
def contribution(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a contribution inside its thread: a root with its replies, or a reply under its root."""
    after = after_key(request)
    asked = access.linked_contribution(slug, pk)
    if asked.is_removed and not asked.keeps_its_place():
        return withdrawn(request, asked.debate)
    root = access.linked_contribution(slug, asked.parent_id) if asked.parent_id else asked
    if asked.parent_id:
        page = threads.Page([threads.post(asked)], None)
    else:
        page = threads.replies_after(root=root, after=after or 0)
    context = {
        "debate": asked.debate,
        "trail": trail(),
        "root": threads.post(root),
        "asked": asked,
        "replies": page.rows,
        "next": address(apres=page.after) if page.after else "",
        "first": "" if after is None else request.path,
        "is_open": asked.debate.is_open_at(timezone.now()),
    }
    return render(request, "debates/contribution.html", context)


@require_safe
@public(max_age=MAX_AGE)
def revision(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Show one text of a contribution, as it was: what somebody quoted stays there."""
    asked = access.linked_contribution(slug, pk)
    if asked.is_removed:
        return withdrawn(request, asked.debate)
    if not asked.is_published:
        raise Http404
    frozen = access.readable_revision(asked, number)
    context = {
        "debate": asked.debate,
        "trail": trail(),
        "contribution": asked,
        "revision": frozen,
        "html": threads.render_once(frozen.body),
        "older": number - 1 if number > asked.oldest_public else None,
        "newer": number + 1 if frozen != asked.current else None,
    }
    return render(request, "debates/revision.html", context)
