"""Debates: one question put under a proposal, for a time."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.paths import PATH_HERE, stays_here


class DebateQuerySet(models.QuerySet["Debate"]):
    """Questions the site asks about debates; every method can be chained."""

    def published(self) -> "DebateQuerySet":
        """Keep debates the public may read: all but drafts."""
        return self.exclude(status=Debate.Status.DRAFT)

    def ever_opened(self) -> "DebateQuerySet":
        """Keep debates that are part of the record: a draft alone may still go without a trace."""
        return self.published()

    def open_at(self, moment: datetime) -> "DebateQuerySet":
        """Keep debates that take contributions at `moment` (aware datetime)."""
        return self.filter(status=Debate.Status.OPEN, opens_at__lte=moment, closes_at__gt=moment)

    def not_over_at(self, moment: datetime) -> "DebateQuerySet":
        """Keep debates that are open at `moment` or announced for later."""
        return self.filter(status=Debate.Status.OPEN, closes_at__gt=moment)

    def over_at(self, moment: datetime) -> "DebateQuerySet":
        """Keep debates that are finished at `moment`: what is left of them is reading."""
        return self.published().filter(Q(status=Debate.Status.CLOSED) | Q(closes_at__lte=moment))


class Debate(models.Model):
    """A question, asked neutrally, that people answer with arguments and further questions."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        OPEN = "open", _("ouvert")
        CLOSED = "closed", _("clos")

    title = models.CharField(_("titre"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    question = models.CharField(_("question"), max_length=300)
    introduction = models.TextField(_("présentation neutre"), max_length=4000)
    # The proposal stands in a higher app: a path, never a key.
    parent_path = models.CharField(
        _("chemin de la proposition"), max_length=255, blank=True, validators=[stays_here]
    )
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.DRAFT)
    opens_at = models.DateTimeField(_("ouverture"))
    closes_at = models.DateTimeField(_("clôture"))

    objects = DebateQuerySet.as_manager()

    class Meta:
        verbose_name = _("débat")
        ordering = ["-opens_at", "pk"]
        indexes = [models.Index(fields=["parent_path"], name="debate_parent_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="debate_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(parent_path__regex=PATH_HERE),
                name="debate_path_stays_here",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("debates:detail", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.status != self.Status.DRAFT

    def is_open_at(self, moment: datetime) -> bool:
        """Answer for one loaded row what `open_at` answers in SQL."""
        return self.status == self.Status.OPEN and self.opens_at <= moment < self.closes_at

    def is_over_at(self, moment: datetime) -> bool:
        """Answer for one loaded row what `over_at` answers in SQL."""
        return self.status == self.Status.CLOSED or (self.is_published and self.closes_at <= moment)
