"""Tasks that services ask for."""

from celery import shared_task
from django.utils import timezone

from core import delivery


@shared_task(ignore_result=True)
def drain_outbox(limit: int = 100) -> int:
    """Deliver `limit` waiting letters, then ask for the next; safe to run twice at once."""
    accepted = delivery.drain(limit=limit, at=timezone.now())
    if accepted == limit:
        # Another turn, behind the tasks that came meanwhile: a rush of mail delays no count.
        drain_outbox.delay(limit)
    return accepted
