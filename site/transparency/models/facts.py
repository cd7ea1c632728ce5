"""Facts and their history."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import partial_dates
from transparency.models.sources import Source, Topic


class Stated(models.Model):
    """What a fact says: shared by the fact, as it stands, and by each of its revisions."""

    statement = models.TextField(_("ce que dit le fait"), max_length=1000)
    value = models.CharField(_("valeur"), max_length=40, blank=True)
    unit = models.CharField(_("unité"), max_length=80, blank=True)
    as_of = models.CharField(_("date"), max_length=10, blank=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)

    class Meta:
        abstract = True

    @property
    def figure(self) -> str:
        """« 15,4 % des 15 ans et plus », or nothing."""
        return f"{self.value}\u00a0{self.unit}".strip() if self.value else ""

    @property
    def as_of_in_words(self) -> str:
        """« au 24 mars 2022 », « en mars 2022 », « en 2022 », or nothing."""
        return partial_dates.french_as_of(self.as_of)


class FactQuerySet(models.QuerySet["Fact"]):
    """Questions the site asks about facts; every method can be chained."""

    def published(self) -> "FactQuerySet":
        return self.filter(status=Fact.Status.PUBLISHED)

    def ever_published(self) -> "FactQuerySet":
        """Keep what the public has seen, what was withdrawn since included."""
        return self.exclude(status=Fact.Status.DRAFT)

    def contested(self) -> "FactQuerySet":
        """Keep facts that stand beside others that say otherwise."""
        return self.exclude(contested_group="").order_by("contested_group", "-as_of", "pk")

    def newest_first(self) -> "FactQuerySet":
        return self.order_by("-as_of", "pk")

    def older_than(self, fact: "Fact") -> "FactQuerySet":
        """Keep what comes after `fact` in the order of `newest_first`."""
        return self.filter(Q(as_of__lt=fact.as_of) | Q(as_of=fact.as_of, pk__gt=fact.pk))


class Fact(Stated):
    """A sourced, dated statement, as it stands now. Only services change it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        PUBLISHED = "published", _("publié")
        WITHDRAWN = "withdrawn", _("retiré")

    slug = models.SlugField(_("adresse de la page"), max_length=80, unique=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("thème"), on_delete=models.PROTECT, related_name="facts"
    )
    # Facts of one group give different figures for one thing: they are shown side by side.
    contested_group = models.SlugField(_("groupe de chiffres qui diffèrent"), blank=True)
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    revised_at = models.DateTimeField(editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fait")
        verbose_name_plural = _("faits")
        indexes = [
            models.Index(fields=["topic", "status", "-as_of", "id"], name="fact_listed_by_topic"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(as_of__regex=partial_dates.SHAPE), name="fact_as_of_is_partial_iso"
            ),
            models.CheckConstraint(condition=~Q(statement=""), name="fact_says_something"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("transparency:fact", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED


class FactRevisionQuerySet(models.QuerySet["FactRevision"]):
    """Questions the site asks about the history of facts; every method can be chained."""

    def public(self) -> "FactRevisionQuerySet":
        """Keep what the public saw: a draft's changes are nobody's business."""
        return self.filter(is_public=True)

    def corrections(self) -> "FactRevisionQuerySet":
        """Keep public corrections and withdrawals, newest first."""
        events = [FactRevision.Event.CORRECTED, FactRevision.Event.WITHDRAWN]
        return self.public().filter(event__in=events).order_by("-pk")


class FactRevision(Stated):
    """A fact as it stood after one step. The database refuses to change or delete it."""

    class Event(models.TextChoices):
        RECORDED = "recorded", _("Enregistré")
        PUBLISHED = "published", _("Publié")
        CORRECTED = "corrected", _("Corrigé")
        WITHDRAWN = "withdrawn", _("Retiré")

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=10, choices=Event)
    reason = models.CharField(max_length=500, blank=True)
    is_public = models.BooleanField()
    revised_at = models.DateTimeField()
    # What the public log holds of it; null for a draft, which is nobody's business.
    object_sha256 = models.BinaryField(null=True)

    objects = FactRevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact", "number"], name="fact_revision_number_unique"),
            models.CheckConstraint(
                condition=~Q(event__in=["corrected", "withdrawn"], is_public=True, reason=""),
                name="fact_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id}.{self.number}"
