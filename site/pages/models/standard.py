"""Prose pages: help, legal notice, personal data, and the like."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.blocks import prose
from pages.models.base import BasePage
from pages.publisher import publisher
from pages.retention import periods

# Every page links to these from its foot; the law asks for some of them.
LINKED_EVERYWHERE = (
    "qui-sommes-nous",
    "aide",
    "contact",
    "mentions-legales",
    "donnees-personnelles",
    "accessibilite",
)


class StandardPage(BasePage):
    """A page of prose; it may show who publishes the site, as the law asks."""

    parent_page_types = ["pages.HomePage", "pages.TransparencyPage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]

    body = StreamField([("text", prose())], verbose_name=_("texte"))
    shows_publisher = models.BooleanField(
        _("montrer l’éditeur et l’hébergeur"),
        default=False,
        help_text=_("Ces informations viennent des réglages de l’installation."),
    )

    shows_periods = models.BooleanField(
        _("montrer combien de temps chaque donnée est gardée"),
        db_default=False,
        default=False,
        help_text=_("Ces durées viennent des réglages de l’installation."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("body"),
        FieldPanel("shows_publisher"),
        FieldPanel("shows_periods"),
    ]

    class Meta:
        verbose_name = _("page de texte")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["publisher"] = publisher() if self.shows_publisher else None
        context["periods"] = periods() if self.shows_periods else None
        return context

    @property
    def must_stay(self) -> bool:
        return self.slug in LINKED_EVERYWHERE
