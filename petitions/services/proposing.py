"""Write a proposal, look for supporters, take it back: what its author does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from accounts.models import User
from committees.models import Committee
from petitions import states
from petitions.errors import TooManyProposals, WrongStatus
from petitions.models import Event, Petition, Review, Supporter
from petitions.models.petition import SLUG_LENGTH
from petitions.models.review import ROUNDS
from petitions.services.stepping import take_step
from petitions.services.timeline import record

UNFINISHED_AT_MOST = 3
# Until a proposal opens, its dates only keep their place.
OPEN_FOR = timedelta(days=183)
_TAIL = 7
# « L’espace » is read as two words in an address too.
_APOSTROPHES = str.maketrans("'’", "  ")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a proposal says, as its form cleaned it; `sources` are addresses of pages."""

    title: str
    text: str
    details: str
    sources: list[str]
    addressees: list[str]
    committee: Committee | None = None

    def as_columns(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "text": self.text,
            "details": self.details,
            "sources": self.sources,
            "addressees": self.addressees,
            "committee": self.committee,
        }


@transaction.atomic
def propose(*, author: User, wording: Wording, at: datetime) -> Petition:
    """Keep a draft that only its author sees.

    Raises:
        TooManyProposals: if `author` has three that wait for something.
    """
    # Two forms sent at once come one after the other: each counts what the other made.
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    if Petition.objects.by(author.pk).unfinished().count() >= UNFINISHED_AT_MOST:
        raise TooManyProposals
    return Petition.objects.create(
        author=author,
        slug=free_slug(wording.title),
        opens_at=at,
        closes_at=at + OPEN_FOR,
        **wording.as_columns(),
    )


@transaction.atomic
def rewrite_proposal(*, petition: Petition, wording: Wording, at: datetime) -> None:
    """Change a draft; nobody else has seen it, and it is kept anew from `at` on.

    Raises:
        WrongStatus: if it is no draft any more.
    """
    drafts = Petition.objects.filter(pk=petition.pk, status=Petition.Status.DRAFT)
    dates = {"opens_at": at, "closes_at": at + OPEN_FOR}
    if not drafts.update(**wording.as_columns(), **dates):
        raise WrongStatus


@transaction.atomic
def discard_draft(*, petition: Petition) -> None:
    """Delete a draft, of which nothing stays.

    Raises:
        WrongStatus: if it is no draft any more.
    """
    drafts = Petition.objects.filter(pk=petition.pk, status=Petition.Status.DRAFT)
    # Held first: a deletion reads, then deletes by key, whatever it has become meanwhile.
    draft = drafts.select_for_update().first()
    if draft is None:
        raise WrongStatus
    draft.delete()


@transaction.atomic
def seek_support(*, petition: Petition, at: datetime) -> None:
    """Show a draft to whoever gets its address, drawn from its last title; let them support it.

    Raises:
        WrongStatus: if it is no draft any more.
    """
    take_step(petition=petition.pk, to=states.COLLECTING)
    # Read once the step holds the row: the draft may have been given another title since.
    shown = Petition.objects.filter(pk=petition.pk)
    shown.update(slug=free_slug(shown.values_list("title", flat=True).get()))
    record(petition=petition.pk, kind=Event.Kind.COLLECTING, at=at)


@transaction.atomic
def withdraw_proposal(
    *, petition: Petition, at: datetime, kind: Event.Kind = Event.Kind.WITHDRAWN, note: str = ""
) -> None:
    """Take back what was shown and is not open yet; who supported it is forgotten.

    Args:
        kind: what the timeline says: its author did it, unless the clock does.
        note: one public sentence that says why.

    Raises:
        WrongStatus: if it was decided, or withdrawn, meanwhile.
    """
    take_step(petition=petition.pk, to=states.WITHDRAWN)
    Review.objects.undecided().filter(petition=petition).delete()
    Supporter.objects.filter(petition=petition).delete()
    record(petition=petition.pk, kind=kind, at=at, note=note)


@transaction.atomic
def resubmit(*, petition: Petition, wording: Wording, at: datetime) -> Review:
    """Correct a refused proposal and ask for another reading, once; its address stays.

    Raises:
        WrongStatus: if it is not refused, or was refused twice.
    """
    take_step(petition=petition.pk, to=states.REVIEW, **wording.as_columns())
    rounds = Review.objects.filter(petition=petition).count()
    if rounds >= ROUNDS:
        raise WrongStatus
    record(petition=petition.pk, kind=Event.Kind.RESUBMITTED, at=at)
    return Review.objects.create(petition=petition, number=rounds + 1, opened_at=at)


def free_slug(title: str) -> str:
    """Return an address that nobody can guess: a proposal is shown by its author before review."""
    spaced = title.translate(_APOSTROPHES)
    words = slugify(spaced)[: SLUG_LENGTH - _TAIL].strip("-") or "proposition"
    return f"{words}-{get_random_string(_TAIL - 1, 'abcdefghjkmnpqrstuvwxyz23456789')}"
