"""Which proposals a person may see before they are public: 404 for all others."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from petitions import states
from petitions.models import Petition


def own_proposal(pk: int, *, user: User) -> Petition:
    """Return what `user` proposed, in whatever state, or raise Http404."""
    return get_object_or_404(Petition.objects.by(user.pk).select_related("committee"), pk=pk)


def proposal_to_support(slug: str) -> Petition:
    """Return a proposal that looks for supporters or waits for its review, or raise Http404."""
    petitions = Petition.objects.filter(status__in=states.SUPPORTABLE).select_related("committee")
    return get_object_or_404(petitions, slug=slug)
