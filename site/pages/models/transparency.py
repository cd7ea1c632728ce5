"""The front of the transparency register."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from pages.blocks import TEXT_FEATURES
from pages.models.base import BasePage
from transparency.overview import overview


class TransparencyPage(BasePage):
    """What is known of how the ENS is governed, by topic, each fact with its source."""

    max_count = 1
    is_structure = True
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.StandardPage"]

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("transparence")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["overview"] = overview(timezone.now())
        return context
