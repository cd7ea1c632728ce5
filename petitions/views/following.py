"""Follow a petition, signed or not, open or closed."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.http import anonymous_post, client_prefix, public
from follows.forms import FollowForm
from petitions.models import Petition
from petitions.services import ask_for_news


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
@public(max_age=60)
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an address; lead to the page that waits for its code, whatever it follows."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    form = FollowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wanted = ask_for_news(
            petition=petition,
            address=form.cleaned_data["email"],
            at=timezone.now(),
            network=client_prefix(request),
        )
        return redirect("follows:request", reference=wanted.reference)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "petition": petition}
    return render(request, "petitions/follow.html", context, status=status)
