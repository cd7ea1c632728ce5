"""What became of a petition, as pages show it: thresholds, answers, petitions elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from petitions.figures import PublicCount
from petitions.models import Dispatch, Mirror, Petition
from petitions.progress import Outlook, outlook_of


@dataclass(frozen=True, slots=True)
class Sending:
    """A petition handed to one addressee; `days` from then to the answer, or to now."""

    dispatch: Dispatch
    days: int

    @property
    def is_answered(self) -> bool:
        return self.dispatch.answered_on is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a petition led to so far."""

    outlook: Outlook
    sendings: list[Sending]
    mirrors: list[Mirror]


def outcome_of(petition: Petition, count: PublicCount, *, at: datetime) -> Outcome:
    """Return what became of `petition`; three queries, five where a threshold asks for places."""
    today = timezone.localdate(at)
    return Outcome(
        outlook=outlook_of(petition, count),
        sendings=[
            Sending(dispatch, dispatch.days_waiting_on(today))
            for dispatch in petition.dispatches.all()
        ],
        mirrors=list(petition.mirrors.all()),
    )
