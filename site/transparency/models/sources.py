"""What facts are about, and where they were read."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """A subject under which facts are listed: the legal basis, the costs…"""

    slug = models.SlugField(_("adresse de la page"), max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=100)
    introduction = models.CharField(_("introduction"), max_length=600, blank=True)
    order = models.PositiveSmallIntegerField(_("place dans la liste"), default=0)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("transparency:topic", args=[self.slug])


class Source(models.Model):
    """A page or a document where a fact was read. Once the public saw it, it no longer changes."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", _("source primaire")
        COPY = "copy", _("copie d’une source primaire")
        SECONDARY = "secondary", _("source secondaire")
        MEMORY = "memory", _("souvenir à vérifier")

    slug = models.SlugField(_("identifiant"), max_length=100, unique=True)
    title = models.CharField(_("titre"), max_length=300)
    publisher = models.CharField(_("éditeur"), max_length=200, blank=True)
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    kind = models.CharField(_("nature"), max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title", "pk"]

    def __str__(self) -> str:
        return f"{self.publisher}, « {self.title} »" if self.publisher else self.title

    @property
    def can_be_opened(self) -> bool:
        """True when a reader can go and see for themselves."""
        return bool(self.url) and self.kind != self.Kind.MEMORY
