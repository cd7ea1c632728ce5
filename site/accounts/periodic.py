"""What the clock asks of accounts."""

from celery import shared_task
from django.utils import timezone

from accounts.services import forget_ended_sessions


@shared_task
def forget_sessions() -> int:
    """Delete the rows of sessions that are over; return how many."""
    return forget_ended_sessions(at=timezone.now())
