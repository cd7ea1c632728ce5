"""Proposals: documented demands, each with its petition and its debates."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from core.http import after_key
from core.paging import page_of
from debates.models import Debate
from pages.blocks import TEXT_FEATURES, StepBlock
from pages.listings import after, open_first, proposal_cards
from pages.models.base import BasePage
from petitions.departures import departures_of
from petitions.models import Event, Petition
from petitions.models.petition import known_to_editors
from petitions.outcomes import outcome_of
from petitions.sharing import sharing_of
from petitions.timeline import amendment_of, timeline_of


class ProposalIndexPage(BasePage):
    """All proposals, those open for signature first."""

    max_count = 1
    is_structure = True
    listed = 30
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ProposalPage"]

    introduction = models.TextField(_("introduction"), max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("liste des propositions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        at, position = timezone.now(), after_key(request)
        rows = open_first(ProposalPage.objects.child_of(self).live(), at=at)
        shown = page_of(
            after(rows, position), size=self.listed, key=lambda row: row.pk, position=position
        )
        context["listed"] = shown
        context["proposals"] = proposal_cards(shown.rows, at=at)
        return context


class ProposalPage(BasePage):
    """One documented demand, with its plain-language version, petition, debates and follow-up."""

    parent_page_types = ["pages.ProposalIndexPage"]
    subpage_types: list[str] = []

    demand = models.TextField(_("demande, citée mot pour mot"), max_length=1000)
    document = models.ForeignKey(
        "pages.DocumentPage",
        verbose_name=_("texte d’où vient la demande"),
        # What somebody proposed comes from no other text.
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    demand_number = models.PositiveSmallIntegerField(
        _("numéro de la demande dans le texte"), null=True, blank=True
    )
    introduction = RichTextField(_("la proposition"), features=TEXT_FEATURES, blank=True)
    simplified = RichTextField(_("version simplifiée"), features=TEXT_FEATURES, blank=True)
    # What is signed is Petition.text, frozen when it opens; never the body of this page.
    petition = models.OneToOneField(
        Petition,
        verbose_name=_("pétition"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=known_to_editors,
    )
    follow_up = StreamField([("step", StepBlock())], blank=True, verbose_name=_("suivi"))

    exclude_fields_in_copy = ["petition"]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("demand"), FieldPanel("document"), FieldPanel("demand_number")],
            heading=_("La demande"),
        ),
        FieldPanel("introduction"),
        FieldPanel("simplified"),
        FieldPanel("petition"),
        FieldPanel("follow_up"),
    ]

    class Meta:
        verbose_name = _("proposition")
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=True, demand_number__isnull=True)
                | Q(document__isnull=False, demand_number__isnull=False),
                name="proposal_document_with_its_demand",
                violation_error_message=_("Le texte et le numéro de la demande vont ensemble."),
            )
        ]

    def clean(self) -> None:
        """Refuse to let go of a petition that was opened: people find it on this page."""
        super().clean()
        kept = ProposalPage.objects.filter(pk=self.pk).select_related("petition").first()
        if kept and kept.shows_opened and kept.petition_id != self.petition_id:
            raise ValidationError(
                {"petition": _("Cette pétition a été ouverte : elle reste sur cette page.")}
            )

    def with_content_json(self, content: dict[str, Any]) -> BasePage:
        """Read a draft; one written before the petition opened does not take it away."""
        draft = super().with_content_json(content)
        if isinstance(draft, ProposalPage) and self.shows_opened:
            draft.petition = self.petition
        return draft

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        at = timezone.now()
        [card] = proposal_cards([self], at=at)
        context["card"] = card
        if self.document and self.demand_number:
            context["archived_url"] = self.document.archived_demand(self.demand_number)
            context["point_url"] = f"{self.document.url}#demande-{self.demand_number}"
        context["parent"] = self.get_parent()
        if self.petition:
            context["departures"] = departures_of(self.petition)
            events = context["events"] = timeline_of(self.petition, at=at)
            # No account is looked up: this stays true once its author has left.
            context["is_proposed"] = any(one.kind == Event.Kind.SUPPORTED for one in events)
        if card.petition:
            context["amendment"] = amendment_of(card.petition)
            context["is_over"] = card.petition.is_over_at(at)
        if card.petition and card.signatures:
            context["sharing"] = sharing_of(card.petition)
            context["outcome"] = outcome_of(card.petition, card.signatures, at=at)
        return context

    @property
    def heading(self) -> str:
        """Return what it is called: the title of the petition where it comes from no other text."""
        return self._proposed.title if self._proposed else str(self.title)

    @property
    def asked(self) -> str:
        """Return what it demands, as it was amended where it comes from no other text."""
        return self._proposed.text if self._proposed else self.demand

    @property
    def _proposed(self) -> Petition | None:
        petition: Petition | None = self.petition
        is_shown = self.document_id is None and petition is not None and petition.is_published
        return petition if is_shown else None

    @property
    def shows_opened(self) -> bool:
        """Tell whether its petition was opened: that one is part of the public record."""
        return self.petition is not None and self.petition.was_opened

    @property
    def must_stay(self) -> bool:
        """Tell whether people may have signed or written under this address."""
        petitions = Petition.objects.published()
        return (
            petitions.filter(Q(proposal_path=self.url) | Q(pk=self.petition_id)).exists()
            or Debate.objects.ever_opened().filter(parent_path=self.url).exists()
        )
