"""Petitions: one text, put to signature for a time."""

from datetime import datetime

from django.db import connection, models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# « /petitions/mes-signatures/ » is a page of its own.
RESERVED_SLUG = "mes-signatures"
# What decides whether a signature is taken; the rest of the row is read only when it is shown.
_SIGNING_FIELDS = ("id", "slug", "version", "status", "opens_at", "closes_at")
_FOR_SIGNING = f"SELECT {', '.join(_SIGNING_FIELDS)} FROM petitions_petition WHERE slug = %s"  # noqa: S608  (constants of ours)


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Questions the site asks about petitions; every method can be chained."""

    def published(self) -> "PetitionQuerySet":
        """Keep petitions the public may read: all but drafts."""
        return self.exclude(status=Petition.Status.DRAFT)

    def open_at(self, moment: datetime) -> "PetitionQuerySet":
        """Keep petitions that accept signatures at `moment` (aware datetime)."""
        return self.filter(status=Petition.Status.OPEN, opens_at__lte=moment, closes_at__gt=moment)

    def ended_at(self, moment: datetime) -> "PetitionQuerySet":
        """Keep open petitions whose end is past at `moment`: nobody closed them yet."""
        return self.filter(status=Petition.Status.OPEN, closes_at__lte=moment)

    def for_signing(self, slug: str) -> "Petition":
        """Return the petition at `slug` for one signature: a quarter of what `get` costs.

        Raises:
            Petition.DoesNotExist: if there is none.
        """
        with connection.cursor() as cursor:
            cursor.execute(_FOR_SIGNING, [slug])
            row = cursor.fetchone()
        if row is None:
            raise Petition.DoesNotExist
        return Petition.from_db(connection.alias, _SIGNING_FIELDS, row)


class Petition(models.Model):
    """What is signed. From its opening on, the text is frozen and named by its hash."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        OPEN = "open", _("ouverte")
        CLOSED = "closed", _("close")

    title = models.CharField(_("titre"), max_length=150)
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    text = models.TextField(_("texte à signer"), max_length=4000)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    # T of this version: the hash of the object that the public log names (`ledger.md` §1).
    text_sha256 = models.CharField(_("empreinte du texte"), max_length=64, editable=False)
    addressees = models.JSONField(_("destinataires"), default=list)
    # The proposal stands in a higher app: a path, never a key.
    proposal_path = models.CharField(_("chemin de la proposition"), max_length=255, blank=True)
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.DRAFT)
    opens_at = models.DateTimeField(_("ouverture"))
    closes_at = models.DateTimeField(_("clôture"))

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("pétition")
        ordering = ["-opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="petition_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", text_sha256="")
                | (~Q(status="draft") & ~Q(text_sha256="")),
                name="petition_hash_from_opening_on",
            ),
            models.CheckConstraint(
                condition=~Q(slug=RESERVED_SLUG), name="petition_slug_is_no_page"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("petitions:detail", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.status != self.Status.DRAFT

    @property
    def was_opened(self) -> bool:
        """Answer whether it is part of the record: a draft alone may go without a trace."""
        return self.is_published

    @property
    def text_hash(self) -> bytes:
        """Return T of the current version, 32 bytes; the petition was opened."""
        return bytes.fromhex(self.text_sha256)

    def accepts_signatures_at(self, moment: datetime) -> bool:
        """Answer for one loaded row what `open_at` answers in SQL."""
        in_window = self.opens_at <= moment < self.closes_at
        return self.status == self.Status.OPEN and in_window

    def is_over_at(self, moment: datetime) -> bool:
        """Answer whether signatures are over, rather than still to come."""
        return self.status == self.Status.CLOSED or self.closes_at <= moment
