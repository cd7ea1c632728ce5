"""Petitions at the editors' desk."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.forms import BaseForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from pages.viewsets.register import PeriodForm, RegisterEditView, RegisterViewSet
from petitions import states
from petitions.errors import AmendmentUnexplained, PetitionIsFrozen, WrongStatus
from petitions.models import Petition
from petitions.models.petition import RESERVED_SLUGS, PetitionQuerySet, known_to_editors
from petitions.proposal_form import LINE, LinesField
from petitions.services import (
    amend_petition,
    archive_petition,
    close_petition,
    create_petition,
    edit_petition,
    open_petition,
    wait_for_confirmations,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

ADDRESSEES = 30
NOT_POSSIBLE = _("Cette étape n’est pas possible pour cette pétition.")
# Of what people sign, the words alone may change, in a new version.
_FROZEN = {
    "slug": _("L’adresse ne change plus."),
    "opens_at": _("L’ouverture ne change plus."),
    "closes_at": _("La clôture ne change plus."),
}
_TAKEN = {
    "open": _("La pétition est ouverte."),
    "amend": _("La nouvelle version est publiée."),
    "close": _("La pétition est close."),
    "archive": _("La pétition est archivée."),
}
_LEADS_TO = {"open": states.OPEN, "close": states.CLOSED, "archive": states.ARCHIVED}


class PetitionForm(PeriodForm):
    """What is signed, to whom it goes, and when."""

    addressees = LinesField(
        label=_("Destinataires"),
        help_text=_("Un par ligne : une institution ou une fonction."),
        longest=LINE,
        most=ADDRESSEES,
    )
    step = forms.ChoiceField(
        label=_("Que faire de cette pétition ?"),
        choices=[
            ("save", _("L’enregistrer")),
            ("open", _("L’enregistrer et l’ouvrir : son texte ne change plus")),
            ("amend", _("Changer le texte que l’on signe : une nouvelle version")),
            ("close", _("La clore")),
            ("archive", _("L’archiver : plus rien n’en est attendu")),
        ],
        initial="save",
        error_messages={"invalid_choice": NOT_POSSIBLE},
        widget=forms.RadioSelect,
    )

    note = forms.CharField(
        label=_("Ce qui change, en une phrase"),
        max_length=300,
        required=False,
        help_text=_(
            "Obligatoire pour une nouvelle version : 10 caractères au moins. Tout le monde la lira."
        ),
    )

    sure = forms.BooleanField(
        label=_("Je confirme : une pétition close ne rouvre pas"),
        required=False,
        help_text=_("Obligatoire pour la clore."),
    )

    class Meta(PeriodForm.Meta):
        model = Petition
        fields = (
            "title",
            "slug",
            "text",
            "details",
            "addressees",
            "proposal_path",
            "opens_at",
            "closes_at",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the steps that are possible from here, and ask what those need."""
        super().__init__(*args, **kwargs)
        step: Any = self.fields["step"]
        step.choices = [
            (name, said) for name, said in step.choices if _may_take(name, self.instance.status)
        ]
        offered = dict(step.choices)
        for name, needed in [("amend", "note"), ("close", "sure")]:
            if name not in offered:
                del self.fields[needed]

    def clean_sure(self) -> bool:
        sure: bool = self.cleaned_data["sure"]
        if self.cleaned_data.get("step") == "close" and not sure:
            raise forms.ValidationError(_("Cochez cette case pour clore la pétition."))
        return sure

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(_("Cette adresse est celle d’une autre page du site."))
        return slug

    def clean_text(self) -> str:
        return _as_stored(self.cleaned_data["text"])

    def clean_details(self) -> str:
        return _as_stored(self.cleaned_data["details"])


class PetitionIndexView(generic.IndexView):
    """What editors prepare, and what the public reads: drafts of others are their author's."""

    def get_base_queryset(self) -> PetitionQuerySet:
        petitions: PetitionQuerySet = super().get_base_queryset()
        return petitions.filter(known_to_editors())


class PetitionEditView(RegisterEditView):
    """Change a petition, or take it one step further."""

    def get_success_message(self) -> Any:
        return _TAKEN.get(self.request.POST.get("step", "")) or super().get_success_message()


class PetitionPolicy(ModelPermissionPolicy):
    """Editors keep every petition but what somebody proposes, until it is open."""

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Petition
    ) -> bool:
        may = any(self.user_has_permission(user, one) for one in actions)
        return may and instance.is_known_to_editors


class PetitionViewSet(RegisterViewSet[Petition]):
    """Petitions: prepared, opened, closed; never deleted once opened."""

    model = Petition
    name = "petitions"
    icon = "edit"
    menu_label = _("Pétitions")
    add_item_label = _("Ajouter une pétition")
    list_display = ("title", "status", "opens_at", "closes_at")
    list_filter = ("status",)
    search_fields = ("title", "slug")
    ordering = ("-opens_at", "pk")
    form_class = PetitionForm
    index_view_class = PetitionIndexView
    edit_view_class = PetitionEditView
    refusals = {
        PetitionIsFrozen: _("Cette pétition a été ouverte : son texte ne change plus."),
        AmendmentUnexplained: _("Dites en une phrase ce qui change : 10 caractères au moins."),
        WrongStatus: NOT_POSSIBLE,
    }

    def told(self, refusal: Exception, *, form: BaseForm) -> Mapping[str | None, "StrPromise"]:
        """Say at each field that is frozen how it changes, or that it no longer does."""
        if not isinstance(refusal, PetitionIsFrozen):
            return super().told(refusal, form=form)
        words = self.refusals[PetitionIsFrozen]
        if "note" in form.fields:
            words = _("Pour changer le texte, choisissez « une nouvelle version ».")
        return {name: _FROZEN.get(name, words) for name in refusal.args}

    @transaction.atomic
    def create(self, *, typed: dict[str, Any], by: User) -> Petition:
        step, _note = _chosen(typed)
        return _take(step, create_petition(**typed))

    @transaction.atomic
    def change(self, kept: Petition, *, typed: dict[str, Any], by: User) -> Petition:
        (step, note), now = _chosen(typed), timezone.now()
        if step == "close":
            wait_for_confirmations()
        if step == "amend":
            signed = {name: typed[name] for name in ("title", "text", "details", "addressees")}
            kept = amend_petition(petition=kept, **signed, note=note, at=now)
        return _take(step, edit_petition(petition=kept, **typed, at=now))


def _chosen(typed: dict[str, Any]) -> tuple[str, str]:
    """Take out of what was typed the step, and the sentence that it may need."""
    typed.pop("sure", None)
    return typed.pop("step"), typed.pop("note", "")


def _may_take(step: str, state: str) -> bool:
    """Tell whether an editor may do `step` with a petition in `state`; saving is always one."""
    if step == "amend":
        return state == states.OPEN
    return step == "save" or states.may_follow(state, _LEADS_TO[step])


def _take(step: str, petition: Petition) -> Petition:
    match step:
        case "open":
            open_petition(petition=petition, at=timezone.now())
        case "close":
            close_petition(petition=petition, at=timezone.now())
        case "archive":
            archive_petition(petition=petition, at=timezone.now())
    return petition


def _as_stored(typed: str) -> str:
    """Keep the line ends that were stored: a browser sends CRLF for each, changed or not."""
    return typed.replace("\r\n", "\n")
