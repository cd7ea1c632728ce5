"""What holds abuse off: rules about addresses and networks, limits, and traces of seven days."""

import hashlib
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions import screening
from petitions.models.petition import Petition


class AbuseRule(models.Model):
    """A provider or a network that may always sign, or whose wishes are refused, and told so."""

    class Subject(models.TextChoices):
        DOMAIN = screening.DOMAIN, _("domaine d’adresses")
        NETWORK = screening.NETWORK, _("réseau")

    class Verdict(models.TextChoices):
        ALLOW = screening.ALLOW, _("toujours accepté")
        BLOCK = screening.BLOCK, _("refusé, avant toute lettre")

    subject = models.CharField(_("sur quoi"), max_length=7, choices=Subject)
    # « *.example.com » or « 192.0.2.0/24 ».
    pattern = models.CharField(_("domaine ou réseau"), max_length=100)
    verdict = models.CharField(_("effet"), max_length=5, choices=Verdict)
    note = models.CharField(_("pourquoi"), max_length=200)

    class Meta:
        verbose_name = _("règle contre les abus")
        verbose_name_plural = _("règles contre les abus")
        ordering = ["subject", "pattern"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "pattern"], name="abuse_rule_stands_once"),
            models.CheckConstraint(
                condition=Q(
                    subject__in=[screening.DOMAIN, screening.NETWORK],
                    verdict__in=[screening.ALLOW, screening.BLOCK],
                ),
                name="abuse_rule_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.pattern


class SigningLimit(models.Model):
    """How many wishes one network may make in a time before its letters wait."""

    class Reach(models.TextChoices):
        PETITION = "petition", _("par pétition")
        SITE = "site", _("sur tout le site")

    reach = models.CharField(_("portée"), max_length=8, choices=Reach)
    seconds = models.PositiveIntegerField(_("durée, en secondes"))
    wishes = models.PositiveIntegerField(_("demandes au plus"))
    pause = models.PositiveIntegerField(_("attente de la lettre, en secondes"), default=600)

    class Meta:
        verbose_name = _("limite de signature")
        verbose_name_plural = _("limites de signature")
        ordering = ["reach", "seconds"]
        constraints = [
            models.UniqueConstraint(fields=["reach", "seconds"], name="limit_per_window"),
            models.CheckConstraint(
                condition=Q(seconds__gte=1, wishes__gte=1), name="limit_lets_somebody_sign"
            ),
            models.CheckConstraint(condition=Q(pause__lte=3600), name="limit_never_refuses"),
            models.CheckConstraint(
                condition=Q(reach__in=["petition", "site"], seconds__lte=86400),
                name="limit_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wishes} / {self.seconds} s"


class Trace(models.Model):
    """Seven days long: from which provider and network a signature came, as keyed tags.

    Its key comes from the signature's C, so that both leave together; it bears a day, as that does.
    It serves alarms and annulment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(
        Petition, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    commitment = models.BinaryField()
    provider = models.BinaryField()
    network = models.BinaryField()
    day = models.DateField(db_index=True)
    is_disposable = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["petition", "provider"], name="trace_by_provider"),
            models.Index(fields=["petition", "network"], name="trace_by_network"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @staticmethod
    def key_of(commitment: bytes) -> uuid.UUID:
        """Return the key of the trace of the signature with this C, 32 bytes."""
        # Browsers compute C: of a hash of it, nobody chooses the first bytes.
        return uuid.UUID(bytes=hashlib.sha256(commitment).digest()[:16])


class Alarm(models.Model):
    """An unusual number of signatures from one provider or network, for people to look at."""

    class Subject(models.TextChoices):
        PROVIDER = "provider", _("fournisseur d’adresses")
        NETWORK = "network", _("réseau")
        COUNT = "count", _("compte")

    petition = models.ForeignKey(
        Petition, verbose_name=_("pétition"), on_delete=models.CASCADE, related_name="alarms"
    )
    subject = models.CharField(_("sur quoi"), max_length=8, choices=Subject)
    tag = models.BinaryField(default=bytes)
    day = models.DateField(_("jour"))
    signatures = models.PositiveIntegerField(_("signatures"))
    first_seen_at = models.DateTimeField(_("vue le"))
    is_settled = models.BooleanField(_("examinée"), default=False)
    # What it stood at when somebody settled it: at twice as many, it opens again.
    settled_signatures = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        ordering = ["-first_seen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "subject", "tag", "day"], name="alarm_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition} – {self.get_subject_display()}"
