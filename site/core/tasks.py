"""Tasks that services ask for."""

from celery import shared_task
from django.utils import timezone

from core import delivery


@shared_task(ignore_result=True)
def drain_outbox(limit: int = 100) -> int:
    """Deliver up to `limit` waiting letters; safe to run twice at once."""
    return delivery.drain(limit=limit, at=timezone.now())
