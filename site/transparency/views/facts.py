"""Facts: by topic, one by one, and what was corrected."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.http import after_key, public
from core.open_data import json_response
from core.paging import newest_page, page_of
from transparency.citation import citation
from transparency.models import Fact, FactRevision, Topic
from transparency.overview import contested_groups, topics_with_facts
from transparency.records import fact_record, revision_record

# A wrong figure is gone within seconds of its correction.
MAX_AGE = 5

PAGE = 20


@require_safe
@public(max_age=MAX_AGE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List the topics that hold published facts."""
    return render(request, "transparency/facts.html", {"topics": topics_with_facts()})


@require_safe
@public(max_age=MAX_AGE)
def topic(request: HttpRequest, slug: str) -> HttpResponseBase:
    """List the figures of a topic that differ, then its other facts, newest first."""
    public_topics = Topic.objects.filter(facts__status=Fact.Status.PUBLISHED).distinct()
    shown = get_object_or_404(public_topics, slug=slug)
    position = after_key(request)
    facts = Fact.objects.published().filter(topic=shown)
    contested = contested_groups(facts)
    others = facts.exclude(contested_group__in=[group.slug for group in contested]).newest_first()
    if position is not None:
        others = others.older_than(get_object_or_404(Fact, pk=position, topic=shown))
    others = others.select_related("source")
    context = {
        "topic": shown,
        "page": page_of(others, size=PAGE, key=lambda row: row.pk, position=position),
        "contested": contested,
    }
    return render(request, "transparency/topic.html", context)


@require_safe
@public(max_age=MAX_AGE)
def fact(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a fact, its source and its history; 410 with the reason once it was withdrawn."""
    known = Fact.objects.ever_published().select_related("topic", "source")
    shown = get_object_or_404(known, slug=slug)
    position = after_key(request)
    history = FactRevision.objects.public().filter(fact=shown).order_by("-number")
    if position is not None:
        history = history.filter(number__lt=position)
    history = history.select_related("source")
    context: dict[str, object] = {
        "fact": shown,
        "history": page_of(history, size=PAGE, key=lambda row: row.number, position=position),
    }
    if not shown.is_published:
        return render(request, "transparency/withdrawn.html", context, status=410)
    group = Fact.objects.filter(pk=shown.pk)
    context["contested"] = contested_groups(group) if shown.contested_group else []
    context["citation"] = citation(shown, base_url=settings.BASE_URL)
    return render(request, "transparency/fact.html", context)


@require_safe
@public(max_age=MAX_AGE)
def fact_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give a fact and its whole public history to machines; 410 once it was withdrawn."""
    known = Fact.objects.ever_published().select_related("topic", "source")
    shown = get_object_or_404(known, slug=slug)
    revisions = FactRevision.objects.public().filter(fact=shown).select_related("source")
    response = json_response(
        [revision_record(revision) for revision in revisions.order_by("number")],
        name="historique",
        fait=fact_record(shown) if shown.is_published else None,
    )
    response.status_code = 200 if shown.is_published else 410
    return response


@require_safe
@public(max_age=MAX_AGE)
def corrections(request: HttpRequest) -> HttpResponseBase:
    """List every correction and withdrawal ever made, newest first."""
    revisions = FactRevision.objects.corrections().select_related("fact", "source")
    page = newest_page(request, revisions, size=PAGE)
    return render(request, "transparency/corrections.html", {"page": page})
