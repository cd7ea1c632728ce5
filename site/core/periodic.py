"""Tasks that the clock asks for."""

from celery import shared_task
from django.utils import timezone

from core import retention


@shared_task(ignore_result=True)
def destroy_expired_keys() -> int:
    """Destroy the keys of days past; every hour."""
    return retention.destroy_expired_keys(at=timezone.now())
