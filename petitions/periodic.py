"""Tasks that the clock asks for."""

from celery import shared_task
from django.utils import timezone

from petitions import services


@shared_task(ignore_result=True)
def purge_expired_requests() -> int:
    """Forget wishes to sign that nobody confirmed in time, and lists that are over; every hour."""
    at = timezone.now()
    return services.purge_expired_requests(at=at) + services.purge_lists(at=at)


@shared_task(ignore_result=True)
def close_ended_petitions() -> int:
    """Close the petitions whose end is past; every minute."""
    return services.close_ended_petitions(at=timezone.now())


@shared_task(ignore_result=True)
def settle_petitions() -> int:
    """Destroy the keys of petitions that are settled; every night."""
    return services.settle_petitions(at=timezone.now())


@shared_task(ignore_result=True)
def carry_out_annulments() -> int:
    """Queue the annulments that were announced long enough; every minute."""
    return services.carry_out_annulments(at=timezone.now())
