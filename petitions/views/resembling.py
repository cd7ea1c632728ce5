"""Where people see, while they write a proposal, which petitions resemble it; nothing is kept."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import account_of, signed_in
from accounts.models import User
from core import limits
from petitions.models import Petition
from petitions.models.petition import PetitionQuerySet
from petitions.proposal_form import DEMAND, TITLE, ProposalForm

SIMILAR = 5
# A page that is open asks after each pause in the typing.
LOOK_LIMIT = "300/hour"


@signed_in
@require_POST
def found(request: HttpRequest) -> HttpResponse:
    """Return the list alone, for the script of the form."""
    context, status = _look(request)
    return render(request, "petitions/similar_list.html", context, status=status)


def looks(request: HttpRequest) -> bool:
    """Tell whether the button of the form that shows the list was pressed."""
    return request.POST.get("step") == "similar"


def form_with_list(request: HttpRequest, **context: object) -> HttpResponse:
    """Show the form again as it was typed, finished or not, with the list."""
    form = ProposalForm(author=account_of(request), initial=request.POST.dict())
    listed, status = _look(request)
    context |= {"form": form} | listed
    return render(request, "petitions/proposal_form.html", context, status=status)


def similar_to(*, title: str, text: str, author: User) -> PetitionQuerySet:
    """Return what the public reads that resembles a proposal of `author`: at most five."""
    refused = {"author": author, "status": Petition.Status.REFUSED}
    return Petition.objects.public().exclude(**refused).similar_to(title, text)[:SIMILAR]


def _look(request: HttpRequest) -> tuple[dict[str, Any], int]:
    """Return what shows the list, and the status of the answer."""
    author = account_of(request)
    if not limits.hit("similar", str(author.pk), limit=LOOK_LIMIT):
        return {"is_limited": True}, HTTPStatus.TOO_MANY_REQUESTS
    title, text = request.POST.get("title", ""), request.POST.get("text", "")
    rows = similar_to(title=title[:TITLE], text=text[:DEMAND], author=author)
    return {"found": list(rows), "was_asked": True}, HTTPStatus.OK
