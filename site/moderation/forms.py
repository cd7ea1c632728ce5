"""What a moderator fills in."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import without_invisible
from moderation.models import REASON_LENGTH, Article, Decision


class ReasonField(forms.CharField):
    """A sentence for the public journal: composed accents, no invisible sign."""

    def to_python(self, value: Any) -> str:
        tidied = unicodedata.normalize("NFC", without_invisible(str(value or "")))
        return super().to_python(tidied) or ""


class PublicationForm(forms.Form):
    """Publish: nothing to fill in. `version` is the case as it was on screen."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=[(Decision.Outcome.PUBLISHED, "")], widget=forms.HiddenInput
    )


class RefusalForm(PublicationForm):
    """Refuse: an article of the charter and a sentence."""

    outcome = forms.ChoiceField(choices=[(Decision.Outcome.REFUSED, "")], widget=forms.HiddenInput)
    article = forms.ModelChoiceField(
        label=_("Article de la charte"),
        queryset=Article.objects.all(),
        empty_label=_("Choisissez un article"),
        error_messages={"required": _("Choisissez l’article de la charte qui motive le refus.")},
    )
    reason = ReasonField(
        label=_("Votre explication, en une phrase"),
        min_length=REASON_LENGTH[0],
        max_length=REASON_LENGTH[1],
        help_text=_("L’auteur la reçoit et tout le monde peut la lire. Ne citez pas le texte."),
        error_messages={
            "required": _("Expliquez le refus en une phrase : l’auteur doit le comprendre."),
            "min_length": _("Expliquez en une phrase entière : l’auteur doit comprendre."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
