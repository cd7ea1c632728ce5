"""Debates at the editors' desk."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from debates.errors import DebateIsFrozen, WrongStatus
from debates.models import Debate
from debates.services import close_debate, create_debate, edit_debate, open_debate
from pages.viewsets.register import PeriodForm, RegisterViewSet


class DebateForm(PeriodForm):
    """A question to put, and when."""

    step = forms.ChoiceField(
        label=_("Que faire de ce débat ?"),
        choices=[
            ("save", _("L’enregistrer")),
            ("open", _("L’enregistrer et l’ouvrir : sa question et son adresse ne changent plus")),
            ("close", _("Le clore")),
        ],
        initial="save",
        widget=forms.RadioSelect,
    )

    class Meta(PeriodForm.Meta):
        model = Debate
        fields = (
            "title",
            "slug",
            "question",
            "introduction",
            "parent_path",
            "opens_at",
            "closes_at",
        )


class DebateViewSet(RegisterViewSet[Debate]):
    """Debates: prepared, opened, closed; never deleted once opened."""

    model = Debate
    name = "debats"
    icon = "comment"
    menu_label = _("Débats")
    add_item_label = _("Ajouter un débat")
    list_display = ("title", "parent_path", "status", "opens_at", "closes_at")
    list_filter = ("status",)
    search_fields = ("title", "question")
    ordering = ("-opens_at", "pk")
    form_class = DebateForm
    refusals = {
        DebateIsFrozen: _("Ce débat a été ouvert : sa question et son adresse ne changent plus."),
        WrongStatus: _("Cette étape n’est pas possible pour ce débat."),
    }

    @transaction.atomic
    def create(self, *, typed: dict[str, Any], by: User) -> Debate:
        step = typed.pop("step")
        debate = create_debate(**typed)
        return _take(step, debate)

    @transaction.atomic
    def change(self, kept: Debate, *, typed: dict[str, Any], by: User) -> Debate:
        step = typed.pop("step")
        debate = edit_debate(debate=kept, **typed)
        return _take(step, debate)


def _take(step: str, debate: Debate) -> Debate:
    if step == "open":
        open_debate(debate=debate, at=timezone.now())
    elif step == "close":
        close_debate(debate=debate, at=timezone.now())
    return debate
