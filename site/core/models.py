"""What every app needs kept: letters waiting to be delivered, short addresses for paper."""

import uuid

from django.db import models
from django.db.models import Q


class OutboxLetter(models.Model):
    """A letter waiting to be delivered, sealed with the key of a day; deleted once accepted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_day = models.DateField()
    sealed = models.BinaryField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="core_letter_not_before"),
            models.Index(fields=["key_day"], name="core_letter_key_day"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def bound_to(self) -> bytes:
        """Return what names this row, so that its sealed bytes can be read nowhere else."""
        return b"core.OutboxLetter:" + self.pk.bytes


class ShortLink(models.Model):
    """A short address printed on paper, and the path it leads to."""

    code = models.CharField(max_length=12, unique=True)
    path = models.CharField(max_length=300, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                # "//elsewhere.example" would lead to another site.
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="core_shortlink_stays_here",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.path}"
