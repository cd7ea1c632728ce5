"""Tasks that the clock asks for."""

from celery import shared_task
from django.utils import timezone

from follows import services


@shared_task(ignore_result=True)
def send_digests() -> int:
    """Queue the digests that are due; every morning."""
    return services.send_digests(at=timezone.now())


@shared_task(ignore_result=True)
def begin_waiting_follows() -> int:
    """Let the follows that signers asked for begin; every night."""
    return services.begin_waiting(at=timezone.now())


@shared_task(ignore_result=True)
def purge_requests() -> int:
    """Forget the wishes to follow that nobody confirmed in time; every hour."""
    return services.purge_requests(at=timezone.now())
