"""The letters to who proposed a petition: its day and a link say which one, never its words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.letters import Letter, render
from petitions.models import Event, Petition, Review


def supported(petition: Petition, *, to: str) -> Letter:
    """Say that it has enough supporters, and waits for its review."""
    return _letter("supported", petition, to=to, path=_own(petition))


def running_out(petition: Petition, *, to: str) -> Letter:
    """Say that the time to find supporters ends in a week."""
    return _letter("running_out", petition, to=to, path=_own(petition))


def ran_out(petition: Petition, *, to: str) -> Letter:
    """Say that it was withdrawn for want of supporters."""
    return _letter("ran_out", petition, to=to, path=_own(petition))


def accepted(petition: Petition, *, to: str) -> Letter:
    """Say that people can sign it."""
    return _letter("accepted", petition, to=to, path=petition.get_absolute_url())


def refused(petition: Petition, *, to: str, review: Review) -> Letter:
    """Say why it was refused, and what can be done about it."""
    return _letter("refused", petition, to=to, path=_own(petition), review=review)


def _own(petition: Petition) -> str:
    return reverse("petitions:own-one", args=[petition.pk])


def _letter(why: str, petition: Petition, *, to: str, path: str, **said: object) -> Letter:
    shown = petition.events.filter(kind=Event.Kind.COLLECTING).values_list("at", flat=True)
    return render(
        "petitions/mail/proposal",
        to=to,
        subject=_("Votre proposition"),
        context={"why": why, "shown_on": shown.first(), "path": path, **said},
    )
