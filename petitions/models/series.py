"""The public count of a petition, hour by hour: the total only."""

from django.db import models

from petitions.models.petition import Petition


class HourlyCount(models.Model):
    """What was counted in the first minutes of one hour; an hour without change has no row."""

    pk = models.CompositePrimaryKey("petition", "hour")
    petition = models.ForeignKey(
        Petition, on_delete=models.CASCADE, related_name="hourly_counts", db_index=False
    )
    hour = models.DateTimeField()
    online = models.PositiveIntegerField()
    paper = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["petition", "hour"]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.hour:%Y-%m-%d %H}"
