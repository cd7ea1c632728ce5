"""What of the starter content was laid down once, so that it is never laid down again."""

from django.db import models


class StarterRecord(models.Model):
    """One piece that was loaded; editors may have changed or removed it since."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="starter_content_is_loaded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
