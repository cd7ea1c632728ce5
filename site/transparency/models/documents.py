"""Documents kept whole, as they were read."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from transparency import paragraphs


class ArchivedDocument(models.Model):
    """A text stored to the letter under its SHA-256. The database refuses to change it."""

    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64, unique=True)
    title = models.CharField(_("titre"), max_length=300)
    publisher = models.CharField(_("auteur"), max_length=200)
    published_on = models.DateField(_("date de publication"))
    url = models.URLField(_("adresse d’origine"), max_length=500, blank=True)
    text = models.TextField(_("texte entier"))
    imported_at = models.DateTimeField(_("archivé le"))

    class Meta:
        verbose_name = _("document archivé")
        verbose_name_plural = _("documents archivés")
        ordering = ["-published_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("transparency:document", args=[self.sha256])

    def blocks(self) -> list[paragraphs.Block]:
        """Return the text cut into blocks, its paragraphs numbered from 1."""
        return paragraphs.blocks(self.text)
