"""Who may write, and which contribution each may see: 404 for all others."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.access import signed_in
from accounts.models import User
from debates.models import Contribution, ContributionQuerySet, Debate, Revision
from moderation.models import Item

type AuthorView = Callable[Concatenate[HttpRequest, User, ...], HttpResponse]


def author_required(view: AuthorView) -> Callable[..., HttpResponseBase]:
    """Give `view` the person who writes: logged in, and with a public name chosen first."""

    @signed_in
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        author = request.user
        if not isinstance(author, User):
            raise PermissionDenied
        if author.pseudonym is None:
            return redirect_to_login(request.get_full_path(), reverse("account_pseudonym"))
        return view(request, author, *args, **kwargs)

    return wrapper


def readable_debate(slug: str) -> Debate:
    """Return a published debate, or raise Http404."""
    return get_object_or_404(Debate.objects.published(), slug=slug)


def linked_contribution(slug: str, pk: int) -> Contribution:
    """Return a contribution that the public may read or might have read, or raise Http404.

    Published ones; removed ones, to say that they are gone; and roots whose published replies
    still need their place. Text, debate and parent are loaded.
    """
    contribution = get_object_or_404(_in_debate(slug), pk=pk)
    known = {Item.State.PUBLISHED, Item.State.REMOVED}
    if contribution.item.state not in known and not contribution.keeps_its_place():
        raise Http404
    return contribution


def readable_revision(contribution: Contribution, number: int) -> Revision:
    """Return one text of a published contribution that was public itself, or raise Http404."""
    public = contribution.revisions.filter(number__gte=contribution.oldest_public)
    return get_object_or_404(public, number=number)


def answerable_contribution(slug: str, pk: int) -> Contribution:
    """Return a published root, or raise Http404."""
    return get_object_or_404(_in_debate(slug).published().roots(), pk=pk)


def own_contribution(slug: str, pk: int, *, user: User) -> Contribution:
    """Return what `user` wrote, in whatever state, or raise Http404."""
    return get_object_or_404(_in_debate(slug).by(user.pk), pk=pk)


def _in_debate(slug: str) -> ContributionQuerySet:
    """Return the contributions of a published debate, with all that a page shows of one."""
    debates = Debate.objects.published().filter(slug=slug)
    return Contribution.objects.filter(debate__in=debates).select_related("debate").with_text()
