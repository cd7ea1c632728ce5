"""Local committees, and where what is said of them was read."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees import departements, search
from core import partial_dates

# How a role's scope names a committee: « comite:marmande ».
SCOPE = "comite:"


class CommitteeQuerySet(models.QuerySet["Committee"]):
    """Questions the site asks about committees; every method can be chained."""

    def by_place(self) -> "CommitteeQuerySet":
        """Order by département, then by town; the order of every list."""
        return self.order_by("departement", "town", "pk")

    def after(self, committee: "Committee") -> "CommitteeQuerySet":
        """Keep what comes after `committee` in the order of `by_place`."""
        same_departement = Q(departement=committee.departement)
        same_town = same_departement & Q(town=committee.town)
        return self.filter(
            Q(departement__gt=committee.departement)
            | same_departement & Q(town__gt=committee.town)
            | same_town & Q(pk__gt=committee.pk)
        )

    def of_scopes(self, scopes: Iterable[str]) -> "CommitteeQuerySet":
        """Keep those that one of these scopes of a role reaches; the empty one reaches all."""
        named = set(scopes)
        if "" in named:
            return self.all()
        return self.filter(slug__in=[name.removeprefix(SCOPE) for name in named])

    def matching(self, wanted: search.Wanted) -> "CommitteeQuerySet":
        """Keep those of the départements wanted that hold every word wanted."""
        if wanted.is_impossible:
            return self.none()
        found = self
        if wanted.departements:
            found = found.filter(departement__in=wanted.departements)
        for word in wanted.words:
            found = found.filter(words__contains=word)
        return found


class Committee(models.Model):
    """A local committee that defends a hospital, a maternity ward, an emergency service."""

    class Status(models.TextChoices):
        AWAITING = "awaiting", _("En attente de confirmation par la fédération")
        CONFIRMED = "confirmed", _("Confirmé par la fédération")

    slug = models.SlugField(_("adresse de la page"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=150)
    town = models.CharField(_("commune"), max_length=80)
    insee_code = models.CharField(_("code Insee"), max_length=5, blank=True)
    departement = models.CharField(_("département"), max_length=3, choices=departements.choices)
    defends = models.CharField(_("ce que le comité défend"), max_length=300, blank=True)
    evidence = models.CharField(_("d’où vient l’information"), max_length=300)
    source_url = models.URLField(_("adresse de la source"), max_length=500, blank=True)
    source_date = models.CharField(_("date de la source"), max_length=10, blank=True)
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.AWAITING)
    presentation = models.TextField(_("présentation"), max_length=5000, blank=True)
    # What `matching` searches: name, town, département and what is defended, without accents.
    words = models.TextField(editable=False)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("comité")
        verbose_name_plural = _("comités")
        indexes = [models.Index(fields=["departement", "town", "id"], name="committee_by_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(source_date__regex=partial_dates.SHAPE),
                name="committee_source_date_is_partial_iso",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("committees:detail", args=[self.slug])

    @property
    def scope(self) -> str:
        """What the role of its organisers names it by."""
        return SCOPE + self.slug

    @property
    def place(self) -> departements.Departement:
        """The département, with its name and region."""
        return departements.BY_CODE[self.departement]

    @property
    def source_date_in_words(self) -> str:
        """« 24 mars 2022 », « mars 2022 », « 2022 », or nothing."""
        return partial_dates.french(self.source_date)

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED
