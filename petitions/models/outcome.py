"""What a petition leads to: thresholds, addressees and their answers, petitions elsewhere."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from petitions import states
from petitions.models.petition import Petition, known_to_editors

LAST_COUNTS = timedelta(days=2)
SUMMARY_LENGTH, ANSWER_LENGTH = 200, 6000


class ThresholdQuerySet(models.QuerySet["Threshold"]):
    """What the clock asks every minute."""

    def waiting_at(self, moment: datetime) -> "ThresholdQuerySet":
        """Keep those not reached, of petitions whose count may still rise at `moment`.

        After its end, the last signatures are still sealed, and counted by place the next night.
        """
        is_open = Q(petition__status=states.OPEN)
        is_fresh = Q(
            petition__status__in=states.ENDED, petition__closes_at__gt=moment - LAST_COUNTS
        )
        return self.filter(is_open | is_fresh, reached_at=None)


class Threshold(models.Model):
    """A number of signatures that leads to something, maybe spread over départements."""

    petition = models.ForeignKey(
        Petition,
        verbose_name=_("pétition"),
        on_delete=models.CASCADE,
        related_name="thresholds",
        limit_choices_to=known_to_editors,
    )
    signatures = models.PositiveIntegerField(_("signatures"))
    # The condition of place reads the published figures by département, as everybody can.
    areas = models.PositiveSmallIntegerField(
        _("départements"), default=0, help_text=_("0 : sans condition de lieu")
    )
    per_area = models.PositiveIntegerField(_("signatures par département"), default=0)
    leads_to = models.CharField(_("ce que ce seuil entraîne"), max_length=200)
    reached_at = models.DateTimeField(_("atteint le"), null=True, editable=False)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("seuil")
        verbose_name_plural = _("seuils")
        ordering = ["signatures", "areas", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "signatures", "areas"], name="threshold_is_set_once"
            ),
            models.CheckConstraint(
                condition=Q(signatures__gte=1), name="threshold_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(areas=0, per_area=0) | Q(areas__gte=1, per_area__gte=10),
                name="threshold_by_place_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition}: {self.signatures}"


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Questions about who was asked, and who answers; every method can be chained."""

    def unanswered(self) -> "DispatchQuerySet":
        """Keep those that wait for an answer, the longest wait first."""
        return self.filter(answered_on=None).order_by("sent_on", "pk")

    def after(self, position: int | None) -> "DispatchQuerySet":
        """Keep those that a list by day shows after the row with the key `position`, if any.

        Raises:
            Dispatch.DoesNotExist: if there is no such row.
        """
        if position is None:
            return self
        last = Dispatch.objects.get(pk=position)
        return self.filter(Q(sent_on__gt=last.sent_on) | Q(sent_on=last.sent_on, pk__gt=last.pk))


class Dispatch(models.Model):
    """A petition handed to one addressee, and what came back."""

    petition = models.ForeignKey(
        Petition,
        verbose_name=_("pétition"),
        on_delete=models.PROTECT,
        related_name="dispatches",
        limit_choices_to=known_to_editors,
    )
    addressee = models.CharField(_("destinataire"), max_length=200)
    sent_on = models.DateField(_("remise le"))
    answered_on = models.DateField(_("réponse du"), null=True, blank=True)
    summary = models.CharField(
        _("réponse en une phrase"), max_length=SUMMARY_LENGTH, blank=True, default=""
    )
    answer = models.TextField(_("réponse"), max_length=ANSWER_LENGTH, blank=True, default="")
    source_url = models.URLField(_("source"), max_length=500, blank=True, default="")

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi au destinataire")
        verbose_name_plural = _("envois aux destinataires")
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "addressee"], name="dispatch_once_to_an_addressee"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, summary="", answer="")
                | (Q(answered_on__gte=F("sent_on")) & ~Q(summary="") & ~Q(answer="")),
                name="dispatch_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition} – {self.addressee}"

    def days_waiting_on(self, day: date) -> int:
        """Return how many days passed between its sending and its answer, or `day`."""
        return ((self.answered_on or day) - self.sent_on).days


class Mirror(models.Model):
    """A petition on the same subject on the site of an assembly, with its own count."""

    class House(models.TextChoices):
        ASSEMBLY = "assemblee", _("Assemblée nationale")
        SENATE = "senat", _("Sénat")

    petition = models.ForeignKey(
        Petition,
        verbose_name=_("pétition"),
        on_delete=models.CASCADE,
        related_name="mirrors",
        limit_choices_to=known_to_editors,
    )
    house = models.CharField(_("assemblée"), max_length=10, choices=House)
    title = models.CharField(_("titre"), max_length=200)
    url = models.URLField(_("adresse"), max_length=500)
    signatures = models.PositiveIntegerField(_("signatures qu’elle affiche"))
    counted_on = models.DateField(_("chiffre lu le"))

    class Meta:
        verbose_name = _("pétition d’une assemblée")
        verbose_name_plural = _("pétitions des assemblées")
        ordering = ["house", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "url"], name="mirror_is_named_once")
        ]

    def __str__(self) -> str:
        return self.title
