"""Why a proposal may be refused, at the editors' desk."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from accounts.models import User
from pages.viewsets.register import RegisterForm, RegisterViewSet
from petitions.models import RefusalReason
from petitions.services import save_reason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class RefusalReasonForm(RegisterForm):
    """One reason; its code is what the public log quotes, so it does not change."""

    lasting = ("code",)

    class Meta(RegisterForm.Meta):
        model = RefusalReason
        fields = ("code", "title", "text", "hides", "is_offered")


def _shows(reason: RefusalReason) -> "StrPromise":
    return _("non") if reason.hides else _("oui")


def _is_offered(reason: RefusalReason) -> "StrPromise":
    return _("oui") if reason.is_offered else _("non")


class RefusalReasonViewSet(RegisterViewSet[RefusalReason]):
    """Coded reasons: written, reworded, no longer offered; never deleted."""

    model = RefusalReason
    name = "motifs-de-refus"
    icon = "cross"
    menu_label = _("Motifs de refus")
    add_item_label = _("Ajouter un motif de refus")
    list_display = (
        "title",
        "code",
        Column("hides", label=_("Le texte refusé est montré"), accessor=_shows),
        Column("is_offered", label=_("Proposé aux relecteurs"), accessor=_is_offered),
    )
    ordering = ("title",)
    form_class = RefusalReasonForm

    def create(self, *, typed: dict[str, Any], by: User) -> RefusalReason:
        return save_reason(**typed)

    def change(self, kept: RefusalReason, *, typed: dict[str, Any], by: User) -> RefusalReason:
        return save_reason(**typed)
