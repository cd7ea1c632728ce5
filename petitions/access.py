"""Which proposals a person may see before they are public: 404 for all others."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

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


def past_support(slug: str) -> Petition | None:
    """Return a proposal that looks for supporters no more: decided, or withdrawn."""
    return Petition.objects.filter(slug=slug).exclude(status__in=states.UNFINISHED).first()


def why_to_support(slug: str) -> str:
    """Return what somebody who is not logged in reads of a proposal: at most its title.

    Only while it looks for supporters: its address was drawn from that title, and nobody guesses
    it. One that was refused has a public address, and new words that nobody has reviewed.
    """
    collecting = Petition.objects.filter(slug=slug, status=states.COLLECTING)
    title = collecting.values_list("title", flat=True).first()
    if title is None:
        return _("Pour lire et soutenir cette proposition, connectez-vous.")
    return _("Pour lire et soutenir « %(title)s », connectez-vous.") % {"title": title}
