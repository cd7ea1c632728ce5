"""Remember what was laid down, so that nothing comes back after an editor removed it."""

from pages.models import StarterRecord


def first_time(kind: str, key: str) -> bool:
    """Return True the first time this piece is asked for, and remember it; then always False.

    Call it in the transaction that lays the piece down: both happen, or neither.
    """
    _, created = StarterRecord.objects.get_or_create(kind=kind, key=key)
    return created
