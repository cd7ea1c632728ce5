"""Which cases a moderator may see."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Role, User
from moderation.models import Case, Decision


def cases_for(user: User) -> "QuerySet[Case]":
    """Return the cases of the scopes where `user` moderates: all, with a role of no scope."""
    return Case.objects.filter(_in_reach(user, "item__scope")).select_related(
        "item", "item__author", "claimed_by"
    )


def case_for(user: User, pk: int) -> Case:
    """Return one case that `user` may see, or raise Http404."""
    return get_object_or_404(cases_for(user), pk=pk)


def decisions_for(user: User) -> "QuerySet[Decision]":
    """Return the decisions that `user` may come back to."""
    reach = Decision.objects.filter(_in_reach(user, "item__scope"))
    return reach.select_related("article", "item", "case", "previous", "followed_by")


def decision_for(user: User, reference: str) -> Decision:
    """Return one decision that `user` may come back to, or raise Http404."""
    return get_object_or_404(decisions_for(user), reference=reference)


def _in_reach(user: User, field: str) -> Q:
    scopes = set(
        Role.objects.filter(user=user, role=Role.Name.MODERATOR).values_list("scope", flat=True)
    )
    return Q() if "" in scopes else Q(**{f"{field}__in": scopes})
