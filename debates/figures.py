"""How much was published in each debate."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from debates.models import Contribution, Debate

_FIELD_OF_KIND = {
    Contribution.Kind.FOR: "for_",
    Contribution.Kind.AGAINST: "against",
    Contribution.Kind.QUESTION: "questions",
    Contribution.Kind.REPLY: "replies",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Published contributions of one debate, by kind."""

    for_: int = 0
    against: int = 0
    questions: int = 0
    replies: int = 0

    @property
    def total(self) -> int:
        return self.for_ + self.against + self.questions + self.replies


def counts_of(debates: Iterable[Debate]) -> dict[int, Counts]:
    """Return the counts of each of `debates` by primary key; one query, none for no debate."""
    found: dict[int, dict[str, int]] = {debate.pk: {} for debate in debates}
    rows = (
        Contribution.objects.published()
        .filter(debate__in=found)
        .order_by()
        .values_list("debate_id", "kind")
        .annotate(Count("pk"))
    )
    for debate_id, kind, number in rows:
        found[debate_id][_FIELD_OF_KIND[Contribution.Kind(kind)]] = number
    return {debate_id: Counts(**by_kind) for debate_id, by_kind in found.items()}
