"""A document whose demands the site puts to debate, summarised point by point."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.blocks import DemandBlock, PointBlock
from pages.models.base import BasePage
from transparency.models import ArchivedDocument


class DocumentPage(BasePage):
    """A source document: our summary of each point, and its demands word for word."""

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    publisher = models.CharField(_("auteur"), max_length=200)
    published_on = models.DateField(_("date de publication"))
    source_url = models.URLField(_("adresse du texte"), blank=True)
    lead = models.TextField(_("présentation"), max_length=800, blank=True)
    points = StreamField([("point", PointBlock())], blank=True, verbose_name=_("points"))
    demands = StreamField([("demand", DemandBlock())], verbose_name=_("demandes"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("publisher"),
        FieldPanel("published_on"),
        FieldPanel("source_url"),
        FieldPanel("lead"),
        FieldPanel("points"),
        FieldPanel("demands"),
    ]

    class Meta:
        verbose_name = _("texte source")

    def archived_copy(self) -> ArchivedDocument | None:
        """Return the archived whole text: the newest one of the same title and date."""
        return (
            ArchivedDocument.objects.filter(title=self.title, published_on=self.published_on)
            .order_by("-imported_at")
            .first()
        )

    def archived_demand(self, number: int) -> str:
        """Return the address of a demand's paragraph in the archived text; empty without one."""
        archived = self.archived_copy()
        if archived is None:
            return ""
        demands = (block.value for block in self.demands)
        paragraphs = [said["paragraph"] for said in demands if said["number"] == number]
        anchor = f"#p{paragraphs[0]}" if paragraphs else ""
        return f"{archived.get_absolute_url()}{anchor}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["archived"] = self.archived_copy()
        return context
