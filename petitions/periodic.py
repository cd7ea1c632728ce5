"""Tasks that the clock asks for."""

from celery import shared_task
from django.utils import timezone

from petitions import services


@shared_task(ignore_result=True)
def purge_expired_requests() -> int:
    """Forget wishes to sign that nobody confirmed in time; every hour."""
    return services.purge_expired_requests(at=timezone.now())


@shared_task(ignore_result=True)
def close_ended_petitions() -> int:
    """Close the petitions whose end is past; every minute."""
    return services.close_ended_petitions(at=timezone.now())
