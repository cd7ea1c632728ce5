"""What waits to be counted, and what was."""

import uuid

from django.db import models


class Waiting(models.Model):
    """One confirmed signature that the count does not hold yet.

    Its key is random and it bears no time: two tables side by side must not tell who signed when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.PositiveIntegerField(db_index=True)

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
