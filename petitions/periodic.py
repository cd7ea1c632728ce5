"""Tasks that the clock asks for."""

import structlog
from celery import shared_task
from django.utils import timezone

from ledger.errors import Damaged
from petitions import services

log = structlog.get_logger(__name__)


@shared_task(ignore_result=True)
def purge_expired_requests() -> int:
    """Forget unconfirmed wishes to sign, lists that are over, traces of seven days; every hour."""
    at = timezone.now()
    services.purge_traces(at=at)
    return services.purge_expired_requests(at=at) + services.purge_lists(at=at)


@shared_task(ignore_result=True)
def raise_alarms() -> int:
    """Look for unusual numbers of signatures; every hour."""
    return services.raise_alarms(at=timezone.now())


@shared_task(ignore_result=True)
def remind_unconfirmed() -> int:
    """Remind, once, who asked to sign two days ago and has not confirmed; every hour of the day."""
    return services.remind_unconfirmed(at=timezone.now())


@shared_task(ignore_result=True)
def close_ended_petitions() -> int:
    """Close the petitions whose end is past; every minute."""
    return services.close_ended_petitions(at=timezone.now())


@shared_task(ignore_result=True)
def settle_petitions() -> int:
    """Destroy the keys of petitions that are settled; every night."""
    return services.settle_petitions(at=timezone.now())


@shared_task(ignore_result=True)
def purge_unfinished_proposals() -> int:
    """Delete proposals nobody finished, half a year after; every night."""
    return services.purge_unfinished_proposals(at=timezone.now())


@shared_task(ignore_result=True)
def carry_out_annulments() -> int:
    """Queue the annulments that were announced long enough; every minute."""
    return services.carry_out_annulments(at=timezone.now())


@shared_task(ignore_result=True)
def reach_thresholds() -> int:
    """Write down the thresholds that counts have reached; every minute."""
    return services.reach_thresholds(at=timezone.now())


@shared_task(ignore_result=True)
def note_hour() -> int:
    """Keep what is counted at the beginning of each hour."""
    return services.note_hour(at=timezone.now())


@shared_task(ignore_result=True)
def recount_signatures() -> int:
    """Count the whole log again, every night; return how many petitions show something else."""
    try:
        found = services.recount_signatures(at=timezone.now())
    except Damaged as damage:
        log.critical("the log cannot be counted again", why=str(damage))
        return 0
    for wrong in found.differences:
        log.critical(
            "a petition does not show the count of the log",
            petition=wrong.petition,
            shown=wrong.shown,
            counted=wrong.counted,
        )
    return len(found.differences)


@shared_task(ignore_result=True)
def end_collections() -> int:
    """Withdraw proposals that found no supporters, after a warning a week before; every hour."""
    at = timezone.now()
    return services.warn_collectors(at=at) + services.end_collections(at=at)
