"""Signatures: what was confirmed, and no longer says by whom."""

from datetime import date

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition

_ADD = """
    INSERT INTO petitions_signature
        (petition_id, tag, holder, place, exact, commitment, geo, slot, level, confirmed_on)
    SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s
    WHERE NOT EXISTS (SELECT FROM petitions_signature WHERE petition_id = %s AND tag = %s)
    ON CONFLICT DO NOTHING
"""


class SignatureQuerySet(models.QuerySet["Signature"]):
    """The one write, and nothing to list: signatures are counted, never shown."""

    def add(self, signature: "Signature", *, unless: bytes | None = None) -> bool:
        """Store a signature, unless its tag signed already or its C was used; return if it is new.

        The constraints decide between two at once, without a savepoint.

        Args:
            unless: another tag that must not have signed either.
        """
        values: list[bytes | int | date | None] = [
            signature.petition_id,
            bytes(signature.tag),
            bytes(signature.holder),
            bytes(signature.place),
            bytes(signature.exact),
            bytes(signature.commitment),
            bytes(signature.geo),
            signature.slot,
            signature.level,
            signature.confirmed_on,
            signature.petition_id,
            unless,
        ]
        with connection.cursor() as cursor:
            cursor.execute(_ADD, values)
            return bool(cursor.rowcount)


class Signature(models.Model):
    """One confirmed signature: keyed tags and a day, no name, no address.

    Its key is the rule itself: a tag signs a petition once. No other table can point here, so
    the table may be partitioned by petition one day.
    """

    class Level(models.IntegerChoices):
        EMAIL = 1, _("confirmée par courriel")
        DESK = 2, _("confirmée au guichet d’un comité")
        PAPER = 3, _("sur papier, et relue")

    pk = models.CompositePrimaryKey("petition", "tag")
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="signatures", db_index=False
    )
    tag = models.BinaryField()
    holder = models.BinaryField()
    place = models.BinaryField()
    # Finds what one address signed, for its owner: as typed, without the rules of uniqueness.
    exact = models.BinaryField()
    # C and G of its entry in the public log (`ledger.md` §3).
    commitment = models.BinaryField(unique=True)
    geo = models.BinaryField()
    # Which of the two places of its address it took: C and G were made for that one.
    slot = models.PositiveSmallIntegerField(db_default=0)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.EMAIL)
    confirmed_on = models.DateField()

    objects = SignatureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["petition", "exact"], name="petitions_signature_exact")]

    def __str__(self) -> str:
        return f"petition {self.petition_id}"
