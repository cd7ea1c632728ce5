"""Thresholds: set by editors, reached once by the public count, told once to followers."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import ngettext

from core.text import number_fr
from petitions import states
from petitions.errors import AlreadyThere, ThresholdBelowCount, ThresholdReached, WrongStatus
from petitions.figures import count_of, counts_of
from petitions.models import Event, Petition, Threshold
from petitions.progress import progress_of
from petitions.services.outcome import tell_followers
from petitions.services.timeline import record


def set_threshold(
    *, petition: Petition, signatures: int, areas: int, per_area: int, leads_to: str
) -> Threshold:
    """Add a threshold to a petition that has not ended, and that is no proposal of somebody's.

    Args:
        signatures: at least 1.
        areas: how many départements must each have `per_area`; 0 for no condition of place.
        per_area: at least 10, for figures by place go by tens; 0 where `areas` is 0.
        leads_to: what it leads to, at most 200 characters.

    Raises:
        WrongStatus: if the petition has ended, or is its author's until it opens.
        AlreadyThere: if it has the same threshold already.
        ThresholdBelowCount: if the public count is there already: nothing would be left to reach.
    """
    if petition.status in states.ENDED or not petition.is_known_to_editors:
        raise WrongStatus
    _ensure_above_count(petition, signatures)
    threshold = Threshold(petition=petition)
    return _save(threshold, signatures, areas, per_area, leads_to)


@transaction.atomic
def change_threshold(
    *, threshold: Threshold, signatures: int, areas: int, per_area: int, leads_to: str
) -> Threshold:
    """Correct a threshold that was not reached; arguments and errors as for `set_threshold`.

    Raises:
        ThresholdReached: if it was reached: it is part of the record.
    """
    kept = _unreached(threshold)
    if (signatures, areas, per_area) != (kept.signatures, kept.areas, kept.per_area):
        _ensure_above_count(kept.petition, signatures)
    return _save(kept, signatures, areas, per_area, leads_to)


@transaction.atomic
def remove_threshold(*, threshold: Threshold) -> None:
    """Remove a threshold; raise ThresholdReached if it was reached."""
    _unreached(threshold).delete()


def reach_thresholds(*, at: datetime) -> int:
    """Write down each threshold that the public count has reached; return how many.

    Twice at once is once. What was reached stays so, even if signatures are withdrawn later.
    """
    waiting: dict[Petition, list[Threshold]] = {}
    for threshold in Threshold.objects.waiting_at(at).select_related("petition"):
        waiting.setdefault(threshold.petition, []).append(threshold)
    counts = counts_of(waiting)
    reached = 0
    for petition, thresholds in waiting.items():
        signatures = counts[petition.pk].online
        # Figures by place are read only where the number is there.
        near = [one for one in thresholds if one.signatures <= signatures]
        for step in progress_of(petition, near, signatures=signatures):
            reached += step.is_met and _reach(step.threshold, at=at)
    return reached


@transaction.atomic
def _reach(threshold: Threshold, *, at: datetime) -> bool:
    # As it was read: an editor may have asked for more since.
    asked = {
        name: getattr(threshold, name) for name in ("signatures", "areas", "per_area", "leads_to")
    }
    untold = Threshold.objects.filter(pk=threshold.pk, reached_at=None, **asked)
    if not untold.update(reached_at=at):
        return False
    petition, said = threshold.petition, in_words(threshold)
    record(petition=petition.pk, kind=Event.Kind.THRESHOLD, at=at, note=said)
    tell_followers(petition, what=str(Event.Kind.THRESHOLD.label), said=said, at=at)
    return True


def in_words(threshold: Threshold) -> str:
    """Return what a threshold asks, and what it leads to, in one sentence of 300 at most."""
    asked = ngettext("%(number)s signature", "%(number)s signatures", threshold.signatures) % {
        "number": number_fr(threshold.signatures)
    }
    if threshold.areas:
        asked += ngettext(
            ", et %(areas)s département d’au moins %(each)s signatures",
            ", et %(areas)s départements d’au moins %(each)s signatures",
            threshold.areas,
        ) % {"areas": number_fr(threshold.areas), "each": number_fr(threshold.per_area)}
    return f"{asked} : {threshold.leads_to}"


def _unreached(threshold: Threshold) -> Threshold:
    kept = Threshold.objects.select_for_update().get(pk=threshold.pk)
    if kept.reached_at is not None:
        raise ThresholdReached
    return kept


def _ensure_above_count(petition: Petition, signatures: int) -> None:
    if signatures <= count_of(petition).online:
        raise ThresholdBelowCount


def _save(
    threshold: Threshold, signatures: int, areas: int, per_area: int, leads_to: str
) -> Threshold:
    threshold.signatures, threshold.areas = signatures, areas
    threshold.per_area, threshold.leads_to = per_area, leads_to
    try:
        with transaction.atomic():
            threshold.save()
    except IntegrityError as error:
        if "threshold_is_set_once" in str(error):
            raise AlreadyThere from None
        raise
    return threshold
