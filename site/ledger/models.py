"""The log as the database holds it: entries, tiles, checkpoints, and the counts read from them."""

import uuid

from django.db import models
from django.db.models import Q

from ledger.sed1.entries import Kind

# What people do, and when they do it, is hidden in groups; the rest is sealed at once.
PERSONAL = (Kind.SIGN, Kind.WITHDRAW, Kind.ANNUL)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Questions about the log; every method can be chained."""

    def waiting(self) -> "EntryQuerySet":
        """Keep what no checkpoint holds yet."""
        return self.filter(index=None)

    def sealed(self) -> "EntryQuerySet":
        """Keep what the log holds, in its order."""
        return self.filter(index__isnull=False).order_by("index")


class Entry(models.Model):
    """One entry of the log (`ledger.md` §1); it waits as long as it has no index.

    Its key is random and it bears no time: two tables side by side must not tell who signed when.
    Once sealed it never changes: PostgreSQL itself refuses to update or delete its row. It does not
    refuse a TRUNCATE by the table's owner, after which the guard refuses to go on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    index = models.PositiveBigIntegerField(null=True, unique=True)
    kind = models.PositiveSmallIntegerField(choices=[(kind.value, kind.name) for kind in Kind])
    petition = models.PositiveIntegerField(null=True)
    # Tells entries of one kind and petition apart where each may stand once: a version, a day.
    number = models.PositiveIntegerField(null=True)
    # Whole, as it will be sealed; a WITHDRAW or ANNUL gets its index, a CLOSE its figures then.
    body = models.BinaryField()
    commitment = models.BinaryField(null=True, unique=True)
    # The C that a WITHDRAW or an ANNUL takes out of the count: once, whoever asks.
    removes = models.BinaryField(null=True, unique=True)
    # The G of the signature, until it is sealed: a sealed entry no longer says where it comes from.
    geo = models.BinaryField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "petition", "number"], name="ledger_entry_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(commitment__isnull=True) ^ Q(kind=Kind.SIGN.value),
                name="ledger_entry_signed_with_a_commitment",
            ),
            models.CheckConstraint(
                condition=Q(removes__isnull=True)
                ^ Q(kind__in=[Kind.WITHDRAW.value, Kind.ANNUL.value]),
                name="ledger_entry_removes_a_commitment",
            ),
            models.CheckConstraint(
                condition=Q(geo__isnull=True) | Q(index__isnull=True),
                name="ledger_entry_sealed_without_place",
            ),
        ]
        indexes = [
            models.Index(fields=["petition"], condition=Q(index=None), name="ledger_entry_waiting")
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).name} {'' if self.index is None else self.index}".strip()


class Tile(models.Model):
    """256 hashes of one level of the tree, or fewer at its right edge (C2SP tlog-tiles)."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    hashes = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class Checkpoint(models.Model):
    """The root of the log at one size; never two for one size. It is signed when published."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.BinaryField()

    class Meta:
        ordering = ["-size"]

    def __str__(self) -> str:
        return str(self.size)


class LogObject(models.Model):
    """What an entry names by its hash: a petition's text, a decision, a revision of a fact.

    Erasing the row, and with it the nonce inside, makes the hash in the log mute.
    """

    digest = models.BinaryField(primary_key=True)
    body = models.BinaryField()

    def __str__(self) -> str:
        return bytes(self.digest).hex()


class Placement(models.Model):
    """One signature as the figures by département count it; its G is never used again.

    A signature that leaves before it was placed is still placed later, and leaves then: figures
    would otherwise tell of one person (`ledger.md` §5).
    """

    class State(models.IntegerChoices):
        CONFIRMED = 0  # its entry is not sealed yet
        WAITING = 1  # counted, in no published cell yet
        PLACED = 2  # listed in a published cell

    class Removal(models.IntegerChoices):
        NONE = 0
        LEAVING = 1  # out of the count, still in the figure of its cell
        GONE = 2

    geo = models.BinaryField(primary_key=True)
    petition = models.PositiveIntegerField()
    area = models.CharField(max_length=3)
    level = models.PositiveSmallIntegerField()
    state = models.PositiveSmallIntegerField(choices=State, default=State.CONFIRMED)
    removal = models.PositiveSmallIntegerField(choices=Removal, default=Removal.NONE)

    class Meta:
        indexes = [
            models.Index(
                fields=["petition", "area", "level", "geo"],
                condition=Q(state=1),
                name="ledger_placement_waiting",
            ),
            models.Index(
                fields=["petition", "area", "level"],
                condition=Q(removal=1),
                name="ledger_placement_leaving",
            ),
        ]

    def __str__(self) -> str:
        return f"petition {self.petition}"


class TallyFile(models.Model):
    """The published increments of one petition and day (`ledger.md` §5), byte for byte."""

    petition = models.PositiveIntegerField()
    day = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        ordering = ["petition", "day"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "day"], name="ledger_tally_once_a_day")
        ]

    def __str__(self) -> str:
        return f"petition {self.petition}, day {self.day}"


class TallyCell(models.Model):
    """What the published files of one petition say, in all, of one area and level."""

    pk = models.CompositePrimaryKey("petition", "area", "level")
    petition = models.PositiveIntegerField()
    area = models.CharField(max_length=3)
    level = models.PositiveSmallIntegerField()
    held = models.PositiveIntegerField()

    class Meta:
        ordering = ["petition", "area", "level"]

    def __str__(self) -> str:
        return f"petition {self.petition}, {self.area}"


class SealedCount(models.Model):
    """The public count of one petition; the sequencer alone writes it.

    Paper stands beside `online`, and is never added to it.
    `due_at` is the moment, drawn once, when what waits is sealed even if it is alone.
    """

    petition = models.PositiveIntegerField(unique=True)
    online = models.PositiveIntegerField(default=0)
    paper = models.PositiveIntegerField(default=0, db_default=0)
    online_at_closing = models.PositiveIntegerField(null=True)
    paper_at_closing = models.PositiveIntegerField(null=True)
    sealed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"petition {self.petition}: {self.online}"
