"""What everybody may read of moderation: the charter, every decision, no name, no text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from django.db import transaction
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.http import after_key, public
from core.open_data import Row, csv_response, json_response
from moderation import figures
from moderation.models import Article, Decision, Item
from moderation.registry import faces_of

PAGE, BATCH = 25, 500
COLUMNS = [
    "reference",
    "jour",
    "nature",
    "lieu",
    "decision",
    "article",
    "explication",
    "revient_sur",
    "adresse",
]


@public(max_age=5)
def journal(request: HttpRequest) -> HttpResponse:
    """List decisions, newest first."""
    before = after_key(request, "avant")
    decisions = Decision.objects.in_journal()
    page = list(decisions.filter(pk__lt=before)[: PAGE + 1] if before else decisions[: PAGE + 1])
    shown = page[:PAGE]
    context = {
        "lines": _lines(shown),
        "next": f"?avant={shown[-1].pk}" if len(page) > PAGE else "",
        "first": reverse("moderation:journal") if before else "",
        "totals": None if before else figures.totals(timezone.now()),
    }
    return render(request, "moderation/journal.html", context)


@public(max_age=5)
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one decision, what it follows and what followed it."""
    found = get_object_or_404(Decision.objects.in_journal(), reference=reference)
    (line,) = _lines([found])
    return render(request, "moderation/decision.html", {"line": line, "decision": found})


@public(max_age=300)
def charter(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.all()
    if not articles:
        raise Http404
    return render(request, "moderation/charter.html", {"articles": articles})


@public(max_age=60)
def journal_csv(request: HttpRequest) -> StreamingHttpResponse:
    return csv_response(COLUMNS, _rows(), name="journal-de-moderation.csv")


@public(max_age=60)
def journal_json(request: HttpRequest) -> StreamingHttpResponse:
    return json_response(
        _rows(), name="decisions", a_la_date_du=timezone.now().isoformat(timespec="seconds")
    )


@dataclass(frozen=True)
class Line:
    """One decision as everybody may see it: never the text; its address while it is public."""

    decision: Decision
    title: str
    place: str
    path: str


def _lines(decisions: Sequence[Decision]) -> list[Line]:
    """Return a line for each decision, in their order; one query for each kind of text."""
    items: dict[int, Item] = {
        found.item.pk: found.item for found in decisions if found.item is not None
    }
    faces = faces_of(list(items.values()))
    lines = []
    for found in decisions:
        face = faces[found.item.pk] if found.item else None
        is_public = found.item is not None and found.item.state == Item.State.PUBLISHED
        lines.append(
            Line(
                decision=found,
                title=face.title if face else _("Texte retiré"),
                place=face.place if face else "",
                path=face.context_path if face and is_public else "",
            )
        )
    return lines


def _rows() -> Iterator[Row]:
    """Yield the whole journal, oldest first, in one transaction, by batches: constant memory."""
    everything = Decision.objects.in_journal().order_by("pk").iterator(chunk_size=BATCH)
    with transaction.atomic():
        for batch in batched(everything, BATCH):
            yield from (_open_data(line) for line in _lines(batch))


def _open_data(line: Line) -> Row:
    found = line.decision
    return {
        "reference": found.reference,
        "jour": timezone.localdate(found.decided_at).isoformat(),
        "nature": line.title,
        "lieu": line.place,
        "decision": str(found.get_outcome_display()),
        "article": found.article.number if found.article else None,
        "explication": found.reason,
        "revient_sur": found.previous.reference if found.previous else None,
        "adresse": reverse("moderation:decision", args=[found.reference]),
    }
