"""Signatures: what was confirmed, and no longer says by whom."""

from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.prepared import prepared_cursor
from petitions.models.abuse import Trace
from petitions.models.petition import Petition

_INSERT = """
    INSERT INTO petitions_signature
        (petition_id, tag, holder, place, exact, commitment, geo, slot, level, confirmed_on)
    SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s
    WHERE NOT EXISTS (SELECT FROM petitions_signature WHERE petition_id = %s AND tag = %s)
    ON CONFLICT DO NOTHING
"""
# In one statement: a trace stands if its signature does.
_INSERT_TRACED = f"""
    WITH added AS ({_INSERT} RETURNING petition_id, confirmed_on),
    traced AS (
        INSERT INTO petitions_trace
            (id, petition_id, commitment, provider, network, day, is_disposable)
        SELECT %s, petition_id, %s, %s, %s, confirmed_on, %s FROM added
        ON CONFLICT DO NOTHING
    )
    SELECT 1 FROM added
"""  # noqa: S608  (a constant of ours)


class SignatureQuerySet(models.QuerySet["Signature"]):
    """The one write, and nothing to list: signatures are counted, never shown."""

    def add(
        self, signature: "Signature", *, trace: Trace | None = None, unless: bytes | None = None
    ) -> bool:
        """Store a signature, unless its tag signed already or its C was used; return if it is new.

        The constraints decide between two at once, without a savepoint.

        Args:
            trace: what is kept beside it for seven days, if anything is known.
            unless: another tag that must not have signed either.
        """
        values: list[bytes | int | date | UUID | None] = [
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
        if trace is not None:
            values += [
                trace.pk,
                bytes(trace.commitment),
                bytes(trace.provider),
                bytes(trace.network),
                trace.is_disposable,
            ]
        with prepared_cursor() as cursor:
            cursor.execute(_INSERT_TRACED if trace is not None else _INSERT, values)
            return bool(cursor.rowcount)

    def forget(self) -> None:
        """Delete these signatures, and with each its trace."""
        commitments = self.values_list("commitment", flat=True)
        Trace.objects.filter(pk__in=[Trace.key_of(bytes(c)) for c in commitments]).delete()
        self.delete()


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
