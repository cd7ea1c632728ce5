"""Lay down the proposals, each with its petition and its debates, open from the start."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from debates.services import create_debate, open_debate
from pages.models import DocumentPage, ProposalIndexPage, ProposalPage
from pages.starting.files import records, rich
from pages.starting.once import first_time
from pages.starting.tree import FOUNDING_DOCUMENT
from petitions.models import Petition
from petitions.services import create_petition, open_petition

PARIS = ZoneInfo("Europe/Paris")


def load_proposals(*, at: datetime) -> None:
    """Lay down each proposal and each debate that was never laid down before."""
    for proposal in records("proposals"):
        if first_time("proposal", proposal["slug"]):
            _load_proposal(proposal, at=at)
    for debate in records("debates"):
        if first_time("debate", debate["slug"]):
            _load_debate(debate, at=at)


def _load_proposal(said: dict[str, Any], *, at: datetime) -> None:
    document = DocumentPage.objects.get(slug=FOUNDING_DOCUMENT)
    [demand] = [
        block.value for block in document.demands if block.value["number"] == said["demand"]
    ]
    page = ProposalPage(
        title=said["title"],
        slug=said["slug"],
        demand=demand["text"],
        document=document,
        demand_number=said["demand"],
        introduction=rich(said["introduction_md"]),
        simplified=rich(said["simplified_md"]),
        petition=_load_petition(said, at=at),
        follow_up=[("step", _step(step)) for step in said["followup"]],
    )
    ProposalIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()


def _load_petition(said: dict[str, Any], *, at: datetime) -> Petition:
    petition = create_petition(
        title=said["petition"]["title"],
        slug=said["petition"]["slug"],
        text=said["petition"]["text"],
        addressees=said["addressees"],
        proposal_path=f"/propositions/{said['slug']}/",
        opens_at=at,
        closes_at=_end_of(at, days=said["petition"]["open_days"]),
    )
    open_petition(petition=petition, at=at)
    return petition


def _load_debate(said: dict[str, Any], *, at: datetime) -> None:
    debate = create_debate(
        title=said["title"],
        slug=said["slug"],
        question=said["question"],
        introduction=said["introduction_md"],
        parent_path=f"/propositions/{said['proposal']}/",
        opens_at=at,
        closes_at=_end_of(at, days=said["open_days"]),
    )
    open_debate(debate=debate, at=at)


def _step(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"date": date.fromisoformat(said["date"])}


def _end_of(at: datetime, *, days: int) -> datetime:
    """Return the last minute, in Paris, of the day that comes `days` after `at`."""
    last_day = at.astimezone(PARIS).date() + timedelta(days=days)
    return datetime.combine(last_day, time(23, 59), tzinfo=PARIS)
