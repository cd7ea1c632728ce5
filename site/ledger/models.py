"""What waits to be counted, and what was."""

import uuid

from django.db import models
from django.db.models import Q


class Waiting(models.Model):
    """One signature, confirmed or withdrawn, that the count does not show yet.

    Its key is random and it bears no time: two tables side by side must not tell who signed when.
    """

    class Change(models.IntegerChoices):
        SIGNED = 1
        WITHDRAWN = -1

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.PositiveIntegerField(db_index=True)
    change = models.SmallIntegerField(choices=Change)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(change__in=[1, -1]), name="waiting_is_one_signature")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SealedCount(models.Model):
    """The public count of one petition; the sequencer alone writes it."""

    petition = models.PositiveIntegerField(unique=True)
    online = models.PositiveIntegerField(default=0)
    sealed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"petition {self.petition}: {self.online}"
