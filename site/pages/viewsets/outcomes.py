"""What becomes of petitions, at the editors' desk: thresholds, answers, events, other petitions."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

from accounts.models import User
from pages.viewsets.register import RegisterForm, RegisterViewSet
from petitions import errors
from petitions.models import Dispatch, Event, Mirror, Petition, Threshold
from petitions.models.event import EventQuerySet
from petitions.services import (
    add_event,
    change_event,
    change_threshold,
    correct_sending,
    record_answer,
    record_dispatch,
    remove_event,
    remove_mirror,
    remove_threshold,
    save_mirror,
    set_threshold,
)
from petitions.services.news import EDITORIAL

BAD_SOURCE = _(
    "La source n’est pas une adresse de page. Copiez-la du navigateur : elle commence par https://"
)
NEVER_OPENED = _("Cette pétition n’a pas été ouverte.")
NOT_ITS_ADDRESSEE = _("La pétition ne s’adresse pas à ce destinataire.")
TO_COME = _("Ce jour est à venir.")
WRONG_DAY = _("Cette date est à venir, ou vient avant ce qu’elle doit suivre.")


def _refuse_to_come(form: forms.Form, name: str) -> None:
    """Say beside the field `name` that its day is to come, if it is."""
    day = form.cleaned_data.get(name)
    if day and day > timezone.localdate():
        form.add_error(name, TO_COME)


class ThresholdForm(RegisterForm):
    """A number of signatures, and what it leads to."""

    lasting = ("petition",)

    class Meta(RegisterForm.Meta):
        model = Threshold
        fields = ("petition", "signatures", "areas", "per_area", "leads_to")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean()
        if typed.get("signatures") == 0:
            self.add_error("signatures", _("Un seuil est d’une signature au moins."))
        areas, each = typed.get("areas"), typed.get("per_area")
        if areas and each is not None and each < 10:
            words = _("Les chiffres par département vont de dix en dix : au moins 10.")
            self.add_error("per_area", words)
        if areas == 0 and each:
            self.add_error("areas", _("Combien de départements ? Ou effacez l’autre nombre."))
        return typed


class ThresholdViewSet(RegisterViewSet[Threshold]):
    """Thresholds: set before they are reached, part of the record afterwards."""

    model = Threshold
    name = "seuils"
    icon = "order-up"
    menu_label = _("Seuils")
    add_item_label = _("Ajouter un seuil")
    list_display = ("petition", "signatures", "areas", "per_area", "reached_at")
    list_filter = ("petition",)
    ordering = ("petition", "signatures", "pk")
    form_class = ThresholdForm
    refusals = {
        errors.WrongStatus: _("Cette pétition est close, ou pas encore ouverte."),
        errors.AlreadyThere: _("Cette pétition a déjà ce seuil."),
        errors.ThresholdBelowCount: _(
            "Le compte public est déjà à ce seuil : choisissez un nombre plus grand."
        ),
        errors.ThresholdReached: _("Ce seuil est atteint : il ne change plus."),
    }

    def create(self, *, typed: dict[str, Any], by: User) -> Threshold:
        return set_threshold(**typed)

    def change(self, kept: Threshold, *, typed: dict[str, Any], by: User) -> Threshold:
        typed.pop("petition")
        return change_threshold(threshold=kept, **typed)

    def delete(self, kept: Threshold, *, by: User) -> None:
        remove_threshold(threshold=kept)


def _addressees() -> set[str]:
    """Return everybody whom a public petition goes to."""
    lists = Petition.objects.published().values_list("addressees", flat=True)
    return {name for names in lists for name in names}


class DispatchForm(RegisterForm):
    """To whom a petition was handed, and what came back."""

    lasting = ("petition", "addressee")

    addressee = forms.ChoiceField(
        label=_("Destinataire"),
        help_text=_("Un des destinataires de cette pétition."),
        error_messages={"invalid_choice": NOT_ITS_ADDRESSEE},
    )

    class Meta(RegisterForm.Meta):
        model = Dispatch
        fields = (
            "petition",
            "addressee",
            "sent_on",
            "answered_on",
            "summary",
            "answer",
            "source_url",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {self.instance.addressee} if self.instance.pk else set()
        self.fields["addressee"].choices = [(name, name) for name in sorted(_addressees() | kept)]
        self.fields["answer"].help_text = _(
            "Le texte entier. Une fois publiée, une réponse ne change plus."
        )

    def clean_answer(self) -> str:
        text: str = self.cleaned_data["answer"]
        return text.replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean()
        parts = [typed.get(name) for name in ("answered_on", "summary", "answer")]
        if any(parts) and not all(parts):
            self.add_error(None, _("Une réponse a une date, une phrase et un texte."))
        sent, answered = typed.get("sent_on"), typed.get("answered_on")
        for name in ("sent_on", "answered_on"):
            _refuse_to_come(self, name)
        if sent and answered and answered < sent:
            self.add_error("answered_on", _("La réponse vient après la remise."))
        return typed


class DispatchViewSet(RegisterViewSet[Dispatch]):
    """Sendings to addressees, then their answers."""

    model = Dispatch
    name = "envois"
    icon = "mail"
    menu_label = _("Envois et réponses")
    add_item_label = _("Ajouter un envoi")
    list_display = ("petition", "addressee", "sent_on", "answered_on")
    list_filter = ("petition",)
    search_fields = ("addressee", "summary")
    ordering = ("-sent_on", "-pk")
    form_class = DispatchForm
    refusals = {
        errors.WrongStatus: NEVER_OPENED,
        errors.NoAddressee: NOT_ITS_ADDRESSEE,
        errors.WrongDay: WRONG_DAY,
        errors.BadSource: BAD_SOURCE,
        errors.AlreadyThere: _("La pétition est déjà remise à ce destinataire."),
        errors.AlreadyAnswered: _("Une réponse publiée ne change plus. Ajoutez une nouvelle."),
    }

    @transaction.atomic
    def create(self, *, typed: dict[str, Any], by: User) -> Dispatch:
        sent = {name: typed[name] for name in ("petition", "addressee", "sent_on")}
        dispatch = record_dispatch(at=timezone.now(), **sent)
        return _answered(dispatch, typed)

    @transaction.atomic
    def change(self, kept: Dispatch, *, typed: dict[str, Any], by: User) -> Dispatch:
        dispatch = correct_sending(dispatch=kept, sent_on=typed["sent_on"], at=timezone.now())
        return _answered(dispatch, typed)


def _answered(dispatch: Dispatch, typed: dict[str, Any]) -> Dispatch:
    if typed["answered_on"] is None:
        return dispatch
    said = {name: typed[name] for name in ("answered_on", "summary", "answer", "source_url")}
    return record_answer(dispatch=dispatch, at=timezone.now(), **said)


class EventForm(RegisterForm):
    """A meeting, a debate in an assembly, a piece of news."""

    lasting = ("petition",)

    kind = forms.ChoiceField(
        label=_("Quoi"), choices=[(kind.value, kind.label) for kind in EDITORIAL]
    )

    class Meta(RegisterForm.Meta):
        model = Event
        fields = ("petition", "kind", "at", "note", "url")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = self.fields["url"].required = True


class EventIndexView(generic.IndexView):
    """What editors added; the steps of a petition's life are nobody's to change."""

    def get_base_queryset(self) -> EventQuerySet:
        events: EventQuerySet = super().get_base_queryset()
        return events.filter(kind__in=EDITORIAL)


class EventViewSet(RegisterViewSet[Event]):
    """Events that editors add to the timeline of a petition."""

    model = Event
    name = "evenements"
    icon = "calendar"
    menu_label = _("Rencontres et nouvelles")
    add_item_label = _("Ajouter une rencontre ou une nouvelle")
    list_display = ("petition", "kind", "at", "note")
    list_filter = ("petition",)
    search_fields = ("note",)
    ordering = ("-at", "-pk")
    form_class = EventForm
    index_view_class = EventIndexView
    refusals = {
        errors.BadSource: BAD_SOURCE,
        errors.NotForEditors: _("Cette étape est écrite par le site : elle ne change pas."),
        errors.WrongStatus: NEVER_OPENED,
    }

    def create(self, *, typed: dict[str, Any], by: User) -> Event:
        happens_at = typed.pop("at")
        return add_event(happens_at=happens_at, at=timezone.now(), **typed)

    def change(self, kept: Event, *, typed: dict[str, Any], by: User) -> Event:
        said = {name: typed[name] for name in ("kind", "note", "url")}
        return change_event(event=kept, happens_at=typed["at"], **said)

    def delete(self, kept: Event, *, by: User) -> None:
        remove_event(event=kept)


class MirrorForm(RegisterForm):
    """A petition on the same subject, elsewhere."""

    lasting = ("petition",)

    class Meta(RegisterForm.Meta):
        model = Mirror
        fields = ("petition", "house", "title", "url", "signatures", "counted_on")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean()
        _refuse_to_come(self, "counted_on")
        return typed


class MirrorViewSet(RegisterViewSet[Mirror]):
    """Petitions of the assemblies, with the number read there and its day."""

    model = Mirror
    name = "assemblees"
    icon = "site"
    menu_label = _("Pétitions des assemblées")
    add_item_label = _("Ajouter une pétition d’une assemblée")
    list_display = ("petition", "house", "signatures", "counted_on")
    list_filter = ("petition", "house")
    ordering = ("petition", "house", "pk")
    form_class = MirrorForm
    refusals = {
        errors.WrongStatus: NEVER_OPENED,
        errors.NotOfThisHouse: _("Cette adresse n’est pas celle du site de cette assemblée."),
        errors.WrongDay: TO_COME,
        errors.AlreadyThere: _("Cette pétition est déjà dans la liste."),
    }

    def create(self, *, typed: dict[str, Any], by: User) -> Mirror:
        return save_mirror(at=timezone.now(), **typed)

    def change(self, kept: Mirror, *, typed: dict[str, Any], by: User) -> Mirror:
        return save_mirror(mirror=kept, at=timezone.now(), **typed)

    def delete(self, kept: Mirror, *, by: User) -> None:
        remove_mirror(mirror=kept)
