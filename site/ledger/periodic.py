"""Tasks that the clock asks for."""

import structlog
from celery import shared_task
from django.utils import timezone

from ledger import services
from ledger.errors import Damaged, LogRefuses

log = structlog.get_logger(__name__)


@shared_task(ignore_result=True)
def seal() -> int:
    """Seal the groups that are ripe, then publish the log; every two seconds."""
    try:
        sealed = services.seal(at=timezone.now())
        services.publish()
    except LogRefuses as refusal:
        return _tell(refusal)
    return sealed


@shared_task(ignore_result=True)
def tally() -> int:
    """Publish what may be said by département; every night, twice is once."""
    try:
        return services.tally(at=timezone.now())
    except LogRefuses as refusal:
        return _tell(refusal)


@shared_task(ignore_result=True)
def scrub() -> int:
    """Check all that is stored of the log, every night; return its size. Damage stops it."""
    try:
        return services.scrub().size
    except Damaged as damage:
        log.critical("the log is damaged, and stopped", why=str(damage))
        return 0


def _tell(refusal: LogRefuses) -> int:
    """Alarm the operator; nothing was done."""
    log.critical("the log refuses to go on", why=str(refusal))
    return 0
