"""The register of committees, at the editors' desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees.errors import SlugTaken, UnknownDepartement, UnreadableDate
from committees.models import Committee
from committees.services import delete_committee, save_committee
from pages.viewsets.register import RegisterViewSet


class CommitteeForm(forms.ModelForm):
    """What an editor may say of a committee."""

    class Meta:
        model = Committee
        fields = (
            "name",
            "slug",
            "town",
            "insee_code",
            "departement",
            "defends",
            "evidence",
            "source_url",
            "source_date",
            "status",
            "presentation",
        )


class CommitteeViewSet(RegisterViewSet[Committee]):
    """Committees: what they are called, where they are, what they defend."""

    model = Committee
    name = "comites"
    icon = "group"
    menu_label = _("Comités")
    list_display = ("name", "town", "departement", "status")
    list_filter = ("status", "departement")
    search_fields = ("name", "town")
    ordering = ("departement", "town", "pk")
    form_class = CommitteeForm
    refusals = {
        SlugTaken: _("Un autre comité a déjà cette adresse de page."),
        UnknownDepartement: _("Ce département n’existe pas."),
        UnreadableDate: _("Écrivez la date comme 2022-03-24, 2022-03 ou 2022."),
    }

    def create(self, *, typed: dict[str, Any], by: User) -> Committee:
        return save_committee(**typed)

    def change(self, kept: Committee, *, typed: dict[str, Any], by: User) -> Committee:
        return save_committee(committee=kept, **typed)

    def delete(self, kept: Committee, *, by: User) -> None:
        delete_committee(committee=kept)
