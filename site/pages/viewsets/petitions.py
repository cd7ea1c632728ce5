"""Petitions at the editors' desk."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pages.viewsets.register import PeriodForm, RegisterViewSet
from petitions.errors import PetitionIsFrozen, WrongStatus
from petitions.models import Petition
from petitions.models.petition import RESERVED_SLUGS
from petitions.services import close_petition, create_petition, edit_petition, open_petition


class LinesField(forms.CharField):
    """A list of strings, typed one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [
            line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()
        ]


class PetitionForm(PeriodForm):
    """What is signed, to whom it goes, and when."""

    addressees = LinesField(
        label=_("Destinataires"), help_text=_("Un par ligne : une institution ou une fonction.")
    )
    step = forms.ChoiceField(
        label=_("Que faire de cette pétition ?"),
        choices=[
            ("save", _("L’enregistrer")),
            ("open", _("L’enregistrer et l’ouvrir : son texte ne change plus")),
            ("close", _("La clore")),
        ],
        initial="save",
        widget=forms.RadioSelect,
    )

    class Meta(PeriodForm.Meta):
        model = Petition
        fields = (
            "title",
            "slug",
            "text",
            "addressees",
            "proposal_path",
            "opens_at",
            "closes_at",
        )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(_("Cette adresse est celle d’une autre page du site."))
        return slug

    def clean_text(self) -> str:
        """Keep the line ends that were stored: a browser sends CRLF for each, changed or not."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")


class PetitionViewSet(RegisterViewSet[Petition]):
    """Petitions: prepared, opened, closed; never deleted once opened."""

    model = Petition
    name = "petitions"
    icon = "edit"
    menu_label = _("Pétitions")
    list_display = ("title", "status", "opens_at", "closes_at")
    list_filter = ("status",)
    search_fields = ("title", "slug")
    ordering = ("-opens_at", "pk")
    form_class = PetitionForm
    refusals = {
        PetitionIsFrozen: _("Cette pétition a été ouverte : son texte ne change plus."),
        WrongStatus: _("Cette étape n’est pas possible pour cette pétition."),
    }

    @transaction.atomic
    def create(self, *, typed: dict[str, Any], by: User) -> Petition:
        step = typed.pop("step")
        return _take(step, create_petition(**typed))

    @transaction.atomic
    def change(self, kept: Petition, *, typed: dict[str, Any], by: User) -> Petition:
        step = typed.pop("step")
        return _take(step, edit_petition(petition=kept, **typed))


def _take(step: str, petition: Petition) -> Petition:
    if step == "open":
        open_petition(petition=petition, at=timezone.now())
    elif step == "close":
        close_petition(petition=petition, at=timezone.now())
    return petition
