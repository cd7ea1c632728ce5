"""Signatures: what was confirmed, and no longer says by whom."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition

_ADD = """
    INSERT INTO petitions_signature (petition_id, tag, holder, place, level, confirmed_on)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (petition_id, tag) DO NOTHING
"""


class SignatureQuerySet(models.QuerySet["Signature"]):
    """The one write, and nothing to list: signatures are counted, never shown."""

    def add(self, signature: "Signature") -> bool:
        """Store `signature` unless its tag has signed; return whether it was new."""
        with connection.cursor() as cursor:
            cursor.execute(
                _ADD,
                [
                    signature.petition_id,
                    signature.tag,
                    signature.holder,
                    signature.place,
                    signature.level,
                    signature.confirmed_on,
                ],
            )
            return cursor.rowcount == 1


class Signature(models.Model):
    """One confirmed signature: keyed tags and a day, no name, no address.

    Its key is the rule itself: a tag signs a petition once. No other table can point here, so
    the table may be partitioned by petition one day.
    """

    class Level(models.IntegerChoices):
        EMAIL = 1, _("confirmée par courriel")

    pk = models.CompositePrimaryKey("petition", "tag")
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="signatures")
    tag = models.BinaryField()
    holder = models.BinaryField()
    place = models.BinaryField()
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.EMAIL)
    confirmed_on = models.DateField()

    objects = SignatureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"petition {self.petition_id}"
