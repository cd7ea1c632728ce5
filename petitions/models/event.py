"""The timeline of a petition: what happened to it, when, and where that can be checked."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from petitions.models.petition import Petition, known_to_editors


class EventQuerySet(models.QuerySet["Event"]):
    """Questions about timelines; every method can be chained."""

    def until(self, moment: datetime) -> "EventQuerySet":
        """Keep what had happened at `moment`, newest first: a meeting may be still to come.

        What editors note has a day and no hour: within a day, the last written comes first.
        """
        return self.filter(at__lte=moment).order_by(TruncDate("at").desc(), "-pk")


class Event(models.Model):
    """One thing that happened to a petition; steps of its life are written by their service."""

    class Kind(models.TextChoices):
        COLLECTING = "collecting", _("A commencé à chercher des soutiens")
        SUPPORTED = "supported", _("Soutiens réunis, examen demandé")
        RESUBMITTED = "resubmitted", _("Corrigée, nouvel examen demandé")
        REFUSED = "refused", _("Refusée")
        WITHDRAWN = "withdrawn", _("Retirée par ses auteurs")
        RAN_OUT = "ran_out", _("Retirée faute de soutiens")
        OPENED = "opened", _("Ouverte à la signature")
        AMENDED = "amended", _("Modifiée : nouvelle version")
        THRESHOLD = "threshold", _("Seuil atteint")
        SENT = "sent", _("Remise à son destinataire")
        ANSWER = "answer", _("Réponse reçue")
        MEETING = "meeting", _("Rencontre")
        ASSEMBLY = "assembly", _("Débat dans une assemblée")
        NEWS = "news", _("Nouvelle")
        CLOSED = "closed", pgettext_lazy("une pétition", "Close")
        ARCHIVED = "archived", _("Archivée")
        KEY_DESTROYED = "key", _("Clé des signatures détruite")

    petition = models.ForeignKey(
        Petition,
        verbose_name=_("pétition"),
        on_delete=models.CASCADE,
        related_name="events",
        limit_choices_to=known_to_editors,
    )
    kind = models.CharField(_("étape"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("date"))
    # Which version of the text an opening or an amendment made.
    version = models.PositiveSmallIntegerField(null=True, editable=False)
    note = models.CharField(_("en une phrase"), max_length=300, blank=True, default="")
    url = models.URLField(_("adresse de la source"), max_length=500, blank=True, default="")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ["at", "pk"]
        constraints = [
            # Steps that a petition takes once, however many processes see that they are due.
            models.UniqueConstraint(
                fields=["petition", "kind"],
                condition=Q(kind__in=["collecting", "opened", "closed", "archived", "key"]),
                name="event_step_is_taken_once",
            ),
            models.UniqueConstraint(fields=["petition", "version"], name="event_version_is_new"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.at:%Y-%m-%d}"
