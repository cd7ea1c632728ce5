"""Revisions: each text a contribution has had."""

from django.db import models
from django.urls import reverse

from debates.models.contribution import Contribution

MAX_CHARACTERS = 1500


class Revision(models.Model):
    """One text of a contribution, never changed; it goes only when its author takes it back."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveSmallIntegerField()
    body = models.TextField(max_length=MAX_CHARACTERS)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="revision_number_once_a_contribution"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}, {self.number}"

    def get_absolute_url(self) -> str:
        """Return the frozen address; the contribution and its debate must be loaded."""
        contribution = self.contribution
        return reverse(
            "debates:revision", args=[contribution.debate.slug, contribution.pk, self.number]
        )
