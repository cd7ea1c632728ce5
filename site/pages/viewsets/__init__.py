"""The registers that editors keep in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from pages.viewsets.abuse import AbuseRuleViewSet, SigningLimitViewSet
from pages.viewsets.charter import ArticleViewSet
from pages.viewsets.committees import CommitteeViewSet
from pages.viewsets.debates import DebateViewSet
from pages.viewsets.facts import DocumentViewSet, FactViewSet, SourceViewSet, TopicViewSet
from pages.viewsets.outcomes import (
    DispatchViewSet,
    EventViewSet,
    MirrorViewSet,
    ThresholdViewSet,
)
from pages.viewsets.petitions import PetitionViewSet
from pages.viewsets.refusal_reasons import RefusalReasonViewSet


class Transparency(ModelViewSetGroup):
    """What the transparency register is made of."""

    menu_label = _("Transparence")
    menu_icon = "info-circle"
    menu_order = 200
    items = (FactViewSet, SourceViewSet, TopicViewSet, DocumentViewSet)


class Participation(ModelViewSetGroup):
    """What people sign, debate, and are moderated by."""

    menu_label = _("Participation")
    menu_icon = "comment"
    menu_order = 210
    items = (PetitionViewSet, RefusalReasonViewSet, DebateViewSet, ArticleViewSet)


class Outcomes(ModelViewSetGroup):
    """What becomes of petitions."""

    menu_label = _("Suites")
    menu_icon = "mail"
    menu_order = 215
    items = (DispatchViewSet, EventViewSet, ThresholdViewSet, MirrorViewSet)


class Committees(ModelViewSetGroup):
    """The local committees."""

    menu_label = _("Comités")
    menu_icon = "group"
    menu_order = 220
    items = (CommitteeViewSet,)


class Abuse(ModelViewSetGroup):
    """What holds abuse off; administrators alone see it."""

    menu_label = _("Abus")
    menu_icon = "lock"
    menu_order = 226
    items = (AbuseRuleViewSet, SigningLimitViewSet)


GROUPS = [Transparency(), Participation(), Outcomes(), Committees(), Abuse()]
