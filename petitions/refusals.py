"""Refusals that stay public, with the words that were refused, whatever their author did since."""

from collections.abc import Iterable
from copy import copy

from petitions import states
from petitions.models import Petition, Review

_WORDS = ("title", "text", "details", "addressees", "sources")


def words_of(petition: Petition) -> dict[str, object]:
    """Return what a reviewer reads, as a review keeps it once it is refused."""
    return {name: getattr(petition, name) for name in _WORDS}


def refusals_of(petitions: Iterable[Petition]) -> dict[int, Review]:
    """Return the last refusal of each that was refused and not opened since; one query."""
    keys = [petition.pk for petition in petitions if petition.status in states.UNOPENED]
    refusals = Review.objects.filter(petition__in=keys, outcome=Review.Outcome.REFUSED)
    return {row.petition_id: row for row in refusals.select_related("reason").order_by("number")}


def as_refused(petition: Petition, review: Review) -> Petition:
    """Return `petition` with the words that `review` refused: nobody has read the newer ones."""
    read = copy(petition)
    for name, words in review.wording.items():
        setattr(read, name, words)
    return read
