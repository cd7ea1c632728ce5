"""The transparency register at the editors' desk: facts, sources, topics, archived documents."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pages.viewsets.register import RegisterForm, RegisterViewSet
from transparency import errors
from transparency.models import ArchivedDocument, Fact, Source, Topic
from transparency.services import (
    FactContent,
    archive_document,
    publish_fact,
    record_fact,
    record_source,
    revise_fact,
    revise_source,
    save_topic,
    withdraw_fact,
)
from transparency.services.archiving import pasted

SLUG_TAKEN = _("Une autre ligne a déjà cette adresse de page.")


class FactForm(RegisterForm):
    """What an editor says of a fact, and what becomes of it."""

    lasting = ("slug",)

    step = forms.ChoiceField(
        label=_("Que faire de ce fait ?"),
        choices=[
            ("save", _("L’enregistrer")),
            ("publish", _("L’enregistrer et le publier")),
            ("withdraw", _("Le retirer : la page dira qu’il est retiré, et pourquoi")),
        ],
        initial="save",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Raison du changement"),
        max_length=500,
        required=False,
        help_text=_("Obligatoire quand le fait est public. Elle est publiée avec l’historique."),
    )
    # The version that the editor read: two editors at once do not overwrite each other.
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta(RegisterForm.Meta):
        model = Fact
        fields = (
            "slug",
            "topic",
            "statement",
            "value",
            "unit",
            "as_of",
            "source",
            "note",
            "contested_group",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version


class FactViewSet(RegisterViewSet[Fact]):
    """Facts: each change leaves a revision, and a public one says why."""

    model = Fact
    name = "faits"
    icon = "info-circle"
    menu_label = _("Faits")
    add_item_label = _("Ajouter un fait")
    list_display = ("statement", "topic", "figure", "as_of", "status")
    list_filter = ("status", "topic")
    search_fields = ("statement", "slug")
    ordering = ("topic", "-as_of", "pk")
    form_class = FactForm
    refusals = {
        errors.SlugTaken: SLUG_TAKEN,
        errors.StatementMissing: _("Écrivez ce que dit le fait."),
        errors.UnreadableDate: _("Écrivez la date comme 2022-03-24, 2022-03 ou 2022."),
        errors.ReasonMissing: _("Ce fait est public : écrivez la raison du changement."),
        errors.SourceMissing: _("Un fait se publie avec une source que chacun peut ouvrir."),
        errors.AlreadyRevised: _("Quelqu’un vient de changer ce fait. Rechargez la page."),
        errors.WrongStatus: _("Cette étape n’est pas possible pour ce fait."),
    }

    @transaction.atomic
    def create(self, *, typed: dict[str, Any], by: User) -> Fact:
        now = timezone.now()
        fact = record_fact(
            slug=typed["slug"], topic=typed["topic"], content=_content(typed), at=now
        )
        return publish_fact(fact=fact, at=now) if typed["step"] == "publish" else fact

    @transaction.atomic
    def change(self, kept: Fact, *, typed: dict[str, Any], by: User) -> Fact:
        now = timezone.now()
        kept.version = typed["version"] or 0
        if typed["step"] == "withdraw":
            return withdraw_fact(fact=kept, reason=typed["reason"], at=now)
        fact = revise_fact(
            fact=kept,
            topic=typed["topic"],
            content=_content(typed),
            reason=typed["reason"],
            at=now,
        )
        return publish_fact(fact=fact, at=now) if typed["step"] == "publish" else fact


def _content(typed: dict[str, Any]) -> FactContent:
    said = ("statement", "source", "value", "unit", "as_of", "note", "contested_group")
    return FactContent(**{name: typed[name] for name in said})


class SourceForm(RegisterForm):
    """Where something was read."""

    lasting = ("slug",)

    class Meta(RegisterForm.Meta):
        model = Source
        fields = ("slug", "title", "publisher", "url", "kind")


class SourceViewSet(RegisterViewSet[Source]):
    """Sources: once the public saw one, a better one is a new row."""

    model = Source
    name = "sources"
    icon = "link"
    menu_label = _("Sources")
    add_item_label = _("Ajouter une source")
    list_display = ("title", "publisher", "kind")
    list_filter = ("kind",)
    search_fields = ("title", "publisher")
    ordering = ("publisher", "title", "pk")
    form_class = SourceForm
    refusals = {
        errors.SlugTaken: SLUG_TAKEN,
        errors.SourceInUse: _(
            "Cette source est déjà publiée avec un fait. "
            "Enregistrez la nouvelle source, puis corrigez le fait."
        ),
    }

    def create(self, *, typed: dict[str, Any], by: User) -> Source:
        return record_source(**typed)

    def change(self, kept: Source, *, typed: dict[str, Any], by: User) -> Source:
        said = {name: value for name, value in typed.items() if name != "slug"}
        return revise_source(source=kept, **said)


class TopicForm(RegisterForm):
    """A subject under which facts are listed."""

    class Meta(RegisterForm.Meta):
        model = Topic
        fields = ("title", "slug", "introduction", "order")


class TopicViewSet(RegisterViewSet[Topic]):
    """Topics, in the order of the public pages."""

    model = Topic
    name = "themes"
    icon = "list-ul"
    menu_label = _("Thèmes")
    add_item_label = _("Ajouter un thème")
    list_display = ("title", "order")
    ordering = ("order", "title")
    form_class = TopicForm
    refusals = {errors.SlugTaken: SLUG_TAKEN}

    def create(self, *, typed: dict[str, Any], by: User) -> Topic:
        return save_topic(**typed)

    def change(self, kept: Topic, *, typed: dict[str, Any], by: User) -> Topic:
        return save_topic(topic=kept, **typed)


class DocumentForm(RegisterForm):
    """A whole text, pasted."""

    # Kept to the letter, first and last line ends included.
    text = forms.CharField(label=_("Texte entier"), strip=False, widget=forms.Textarea)

    class Meta(RegisterForm.Meta):
        model = ArchivedDocument
        fields = ("title", "publisher", "published_on", "url", "text")


class DocumentViewSet(RegisterViewSet[ArchivedDocument]):
    """Archived documents: pasted once, never changed."""

    model = ArchivedDocument
    name = "textes-archives"
    icon = "doc-full"
    menu_label = _("Textes archivés")
    add_item_label = _("Ajouter un texte archivé")
    list_display = ("title", "publisher", "published_on", "sha256")
    ordering = ("-published_on", "pk")
    form_class = DocumentForm
    refusals = {errors.UnreadableDocument: _("Ce texte est vide ou illisible.")}

    def create(self, *, typed: dict[str, Any], by: User) -> ArchivedDocument:
        text = pasted(typed.pop("text"))
        return archive_document(**typed, text=text, at=timezone.now())
