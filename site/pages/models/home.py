"""The front page: what is open for signature and debate now."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from debates.models import Debate
from pages.blocks import HowItWorksBlock
from pages.listings import debate_cards, open_first, proposal_cards
from pages.models.base import BasePage
from pages.models.proposals import ProposalPage


class HomePage(BasePage):
    """The front page: what is open for signature and debate now."""

    max_count = 1
    is_structure = True
    listed = 12
    parent_page_types = ["wagtailcore.Page"]

    lead = models.TextField(_("phrase d’accueil"), max_length=600)
    steps = StreamField([("step", HowItWorksBlock())], blank=True, verbose_name=_("étapes"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("steps")]

    class Meta:
        verbose_name = _("accueil")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        proposals = open_first(ProposalPage.objects.live(), at=now).filter(rank=0)
        context["proposals"] = proposal_cards(proposals[: self.listed], at=now)
        context["debates"] = debate_cards(Debate.objects.open_at(now)[: self.listed], at=now)
        return context
