"""Every petition that anybody may read, and the versions of one; refused ones with their reason."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.http import after_key, public
from core.paging import page_of
from petitions import states
from petitions.figures import PublicCount, counts_of
from petitions.models import Petition, Review
from petitions.refusals import as_refused, refusals_of
from petitions.timeline import timeline_of, versions_of

PAGE = 20
# What the address says, what people read, which states.
_REFUSED = states.AFTER_REFUSAL | {states.REFUSED}
FILTERS = {
    "": (_("Toutes"), states.OPENED | _REFUSED),
    "ouvertes": (_("Ouvertes"), {states.OPEN}),
    "closes": (_("Closes"), states.ENDED),
    "refusees": (_("Refusées"), _REFUSED),
}


@require_safe
@public(max_age=60)
def index(request: HttpRequest) -> HttpResponse:
    """List petitions, the newest first."""
    wanted = request.GET.get("etat", "")
    if wanted not in FILTERS:
        raise Http404
    position = after_key(request)
    rows = Petition.objects.listed().filter(status__in=FILTERS[wanted][1]).after(position)
    page = page_of(rows, size=PAGE, key=lambda row: row.pk, position=position, etat=wanted)
    counts = counts_of(row for row in page.rows if row.is_published)
    reviews = refusals_of(page.rows)
    context = {
        "page": page,
        "rows": [_shown(row, counts, reviews.get(row.pk)) for row in page.rows],
        "filters": [(name, label, name == wanted) for name, (label, _states) in FILTERS.items()],
    }
    return render(request, "petitions/index.html", context)


@require_safe
@public(max_age=60)
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show each text that people signed, its date, what it changed, its hash."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    context = {"petition": petition, "versions": versions_of(petition)}
    return render(request, "petitions/versions.html", context)


@public(max_age=5)
def refused(request: HttpRequest, petition: Petition) -> HttpResponse:
    """Show why a proposal was refused, and what it said then unless its reason hides that."""
    review = refusals_of([petition]).get(petition.pk)
    if review is None:
        raise Http404
    hides = not review.wording or petition.reviews.filter(reason__hides=True).exists()
    context = {
        "petition": as_refused(petition, review),
        "review": review,
        "hides": hides,
        "events": timeline_of(petition, at=timezone.now()),
    }
    return render(request, "petitions/refused.html", context)


def _shown(
    row: Petition, counts: dict[int, PublicCount], review: Review | None
) -> tuple[Petition, PublicCount | None, Review | None]:
    return (as_refused(row, review) if review else row), counts.get(row.pk), review
