"""When no letter comes: what to do, and the paper to sign instead."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import private, public
from core.mailboxes import LETTERS_PAUSE
from petitions.errors import PetitionClosed
from petitions.models import Petition
from petitions.services import by_reference, ensure_open, held_still, typed_in
from petitions.views import answers


@require_safe
@private
def nothing_came(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Say what to do, in the browser that asked; nothing here depends on what was sent or when."""
    at = timezone.now()
    try:
        wish = by_reference(reference)
        if wish.is_confirmed:
            return redirect("petitions:confirm", slug=wish.petition.slug, reference=reference)
        ensure_open(wish, at=at)
        typed = typed_in(wish)
    except answers.REFUSALS as reason:
        return answers.refusal(request, slug, reason)
    due = held_still(typed, at=at)
    context = {
        "petition": wish.petition,
        "reference": reference,
        "address": typed.address,
        "held_until": due if due > at else None,
        # The last letter's own time would tell a stranger that somebody else just signed.
        "again_at": max(at, due) + LETTERS_PAUSE,
        "refused_days": settings.REFUSED_LETTERS_DAYS,
    }
    return render(request, "petitions/nothing_came.html", context)


@require_safe
@public(max_age=60)
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a sheet for one person, to be printed, signed and handed to a committee."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    if not petition.accepts_signatures_at(timezone.now()):
        return answers.refusal(request, slug, PetitionClosed())
    context = {"petition": petition, "committees_url": f"{settings.BASE_URL}/comites/"}
    return render(request, "petitions/paper.html", context)
