"""What a moderator fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import REASON_LENGTH, Article, Decision


class DecisionForm(forms.Form):
    """Publish, or refuse with an article and a sentence: the button pressed says which."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=Decision.Outcome.choices, widget=forms.HiddenInput, required=True
    )
    article = forms.ModelChoiceField(
        label=_("Article de la charte"),
        queryset=Article.objects.none(),
        required=False,
        empty_label=_("Aucun"),
        help_text=_("Nécessaire pour refuser."),
    )
    reason = forms.CharField(
        label=_("Votre explication, en une phrase"),
        max_length=REASON_LENGTH[1],
        required=False,
        help_text=_(
            "Nécessaire pour refuser. L’auteur la reçoit et tout le monde peut la lire. "
            "Ne citez pas le texte."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as received
        self.fields["article"].queryset = Article.objects.all()  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_reason(self) -> str:
        reason = " ".join(self.cleaned_data["reason"].split())
        if (
            self.cleaned_data.get("outcome") == Decision.Outcome.REFUSED
            and len(reason) < REASON_LENGTH[0]
        ):
            raise forms.ValidationError(
                _("Expliquez le refus en une phrase : l’auteur doit le comprendre.")
            )
        return reason

    def clean_article(self) -> Article | None:
        article: Article | None = self.cleaned_data["article"]
        if self.cleaned_data.get("outcome") == Decision.Outcome.REFUSED and article is None:
            raise forms.ValidationError(_("Choisissez l’article de la charte qui motive le refus."))
        return article
