"""Join proposals with their petitions, counts and debates, for the pages that list them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Q, QuerySet, When

from core.errors import BadPosition
from debates.figures import Counts
from debates.figures import counts_of as contributions_of
from debates.models import Debate
from petitions.figures import PublicCount
from petitions.figures import counts_of as signatures_of
from petitions.models import Petition

if TYPE_CHECKING:
    from pages.models.proposals import ProposalPage


@dataclass(frozen=True, slots=True)
class DebateCard:
    """A debate as a list shows it."""

    debate: Debate
    counts: Counts
    is_open: bool


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A proposal as a list shows it: `signatures` is None while it has no public petition."""

    page: "ProposalPage"
    url: str
    petition: Petition | None
    signatures: PublicCount | None
    is_open: bool
    debates: Sequence[DebateCard]


def open_first(pages: "QuerySet[ProposalPage]", *, at: datetime) -> "QuerySet[ProposalPage]":
    """Put those that accept signatures at `at` first; the editors' order otherwise."""
    is_open = Q(
        petition__status=Petition.Status.OPEN,
        petition__opens_at__lte=at,
        petition__closes_at__gt=at,
    )
    ranked: QuerySet[ProposalPage] = pages.annotate(rank=Case(When(is_open, then=0), default=1))
    return ranked.select_related("petition").order_by("rank", "path")


def after(pages: "QuerySet[ProposalPage]", position: int | None) -> "QuerySet[ProposalPage]":
    """Keep what `open_first` puts after the page with the key `position`, if any.

    Raises:
        BadPosition: if there is no such page.
    """
    if position is None:
        return pages
    last = pages.values_list("rank", "path").filter(pk=position).first()
    if last is None:
        raise BadPosition
    rank, path = last
    return pages.filter(Q(rank__gt=rank) | Q(rank=rank, path__gt=path))


def debate_cards(debates: Iterable[Debate], *, at: datetime) -> list[DebateCard]:
    """Return a card a debate, with what was published in it; one query."""
    listed = list(debates)
    counts = contributions_of(listed)
    return [
        DebateCard(debate=debate, counts=counts[debate.pk], is_open=debate.is_open_at(at))
        for debate in listed
    ]


def proposal_cards(pages: Iterable["ProposalPage"], *, at: datetime) -> list[ProposalCard]:
    """Return a card a proposal, open ones first; three queries however many there are.

    `pages` come with their petition selected. A draft petition counts as none.
    """
    listed = [(page, str(page.url)) for page in pages]
    petitions = [page.petition for page, _ in listed if page.petition is not None]
    published = {petition.pk: petition for petition in petitions if petition.is_published}
    signatures = signatures_of(published.values())
    under: dict[str, list[DebateCard]] = {}
    debates = Debate.objects.published().filter(parent_path__in=[url for _, url in listed])
    for card in debate_cards(debates, at=at):
        under.setdefault(card.debate.parent_path, []).append(card)
    cards = []
    for page, url in listed:
        petition = published.get(page.petition_id) if page.petition_id else None
        cards.append(
            ProposalCard(
                page=page,
                url=url,
                petition=petition,
                signatures=signatures[petition.pk] if petition else None,
                is_open=petition is not None and petition.accepts_signatures_at(at),
                debates=under.get(url, []),
            )
        )
    return sorted(cards, key=lambda card: not card.is_open)
