"""What a reviewer fills in about a proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.forms import StatementField
from petitions.models import RefusalReason, Review
from petitions.services.reviewing import EXPLANATION_LENGTH

_LARGEST = 2**31 - 1


class AcceptanceForm(forms.Form):
    """The decision to open a proposal; `version` is that of the page the reviewer read."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_LARGEST)
    outcome = forms.ChoiceField(choices=Review.Outcome.choices, widget=forms.HiddenInput)


class ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has no arguments
    """Reasons, with what they do to the text that is refused."""

    def label_from_instance(self, reason: RefusalReason) -> str:
        if reason.hides:
            return _("%(title)s (le texte ne sera pas montré)") % {"title": reason.title}
        return reason.title


class RefusalForm(AcceptanceForm):
    """The decision to refuse it, with its reason."""

    reason = ReasonField(
        label=_("Motif"),
        queryset=RefusalReason.objects.filter(is_offered=True),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez un motif."),
            "invalid_choice": _("Ce motif n’est plus proposé. Choisissez-en un autre."),
        },
    )
    explanation = StatementField(
        label=_("Explication publique"),
        min_length=EXPLANATION_LENGTH[0],
        max_length=EXPLANATION_LENGTH[1],
        help_text=_("L’auteur et tout le monde la liront, pour toujours : n’écrivez aucun nom."),
        error_messages={
            "required": _("Expliquez ce refus : l’auteur doit le comprendre."),
            "min_length": _("Expliquez en une phrase entière : 20 caractères au moins."),
        },
    )
