"""Why the count of a petition fell, or is about to: what the log took out, what it announces."""

from dataclasses import dataclass

from django.db.models import Prefetch

from ledger.services import Removals, removals_of
from petitions.models import Annulment, AnnulmentTarget, Petition
from petitions.models.annulment import LINES_NAMED

# Annulments are rare; the log has all of them.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Departures:
    """Signatures that no longer count, by reason, and the annulments that were announced."""

    removals: Removals
    annulments: list[Annulment]

    @property
    def to_come(self) -> list[Annulment]:
        """Return the annulments that can still be undone."""
        return [one for one in self.annulments if one.state == Annulment.State.APPROVED]

    @property
    def past(self) -> list[Annulment]:
        """Return those that were carried out, or given up after they were announced."""
        return [one for one in self.annulments if one.state != Annulment.State.APPROVED]

    @property
    def withdrawn(self) -> int:
        return self.removals.by_receipt + self.removals.by_mail

    @property
    def total(self) -> int:
        return self.withdrawn + self.removals.fraud + self.removals.court_order


def departures_of(petition: Petition) -> Departures:
    """Return what explains every fall of the public count of `petition`; two queries."""
    return Departures(removals_of(petition.pk), announced_annulments(petition))


def announced_annulments(petition: Petition) -> list[Annulment]:
    """Return the last annulments that the public log announced, whatever came of them.

    Each has the first of its lines as `first_targets`; once it is carried out, none.
    """
    announced = Annulment.objects.filter(petition=petition, decision__isnull=False)
    lines = AnnulmentTarget.objects.order_by("index")[:LINES_NAMED]
    named = announced.prefetch_related(Prefetch("targets", lines, to_attr="first_targets"))
    return list(named.order_by("-approved_at", "-pk")[:SHOWN])
