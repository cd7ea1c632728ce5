"""What people may type in a debate, and how it is tidied."""

import unicodedata
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import without_invisible
from debates.models import MAX_CHARACTERS, Contribution


class WordsField(forms.CharField):
    """A person's text: normal lines, composed accents, no invisible sign, at least one letter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=MAX_CHARACTERS,
            widget=forms.Textarea(attrs={"rows": 9}),
            error_messages={
                "required": _("Écrivez votre texte."),
                "max_length": _(
                    "Votre texte est trop long : %(show_value)d caractères. "
                    "Gardez-en au plus %(limit_value)d."
                ),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        typed = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        tidied = unicodedata.normalize("NFC", without_invisible(typed))
        words = super().to_python(tidied) or ""
        if words and not any(sign.isalnum() for sign in words):
            raise ValidationError(_("Écrivez au moins un mot."), code="no_word")
        return words


class OnceForm(forms.Form):
    """A form that counts once however often it is sent: `token` is drawn when it is shown."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def clean_token(self) -> UUID:
        token: UUID | None = self.cleaned_data["token"]
        return token or uuid4()


class ContributionForm(OnceForm):
    """An argument or a question."""

    kind = forms.ChoiceField(
        label=_("Que voulez-vous écrire ?"),
        choices=[
            (Contribution.Kind.FOR, _("Un argument pour")),
            (Contribution.Kind.AGAINST, _("Un argument contre")),
            (Contribution.Kind.QUESTION, _("Une question")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez : pour, contre, ou question.")},
    )
    body = WordsField(label=_("Votre texte"), help_text=_("Une idée à la fois."))

    @property
    def kind_label(self) -> str:
        """What the person chose, in words; for a valid form."""
        return str(Contribution.Kind(self.cleaned_data["kind"]).label)


class ReplyForm(OnceForm):
    """An answer to somebody's contribution."""

    body = WordsField(label=_("Votre réponse"))


class RevisionForm(forms.Form):
    """A correction; `number` is the revision that its author had before their eyes."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_766)
    body = WordsField(label=_("Votre texte"))
