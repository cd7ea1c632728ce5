"""What may be typed in a proposal, and how it is tidied."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from committees.models import Committee
from core.paths import hides_its_site
from core.text import without_invisible
from petitions.models import Petition
from petitions.services import Wording

TITLE, DEMAND, DETAILS = 80, 300, 800
LINES, LINE, SOURCE = 10, 150, 500
_is_address = URLValidator(schemes=["http", "https"])


class TidyField(forms.CharField):
    """A person's words: composed accents, normal line ends, no invisible sign, some letter."""

    def to_python(self, value: Any) -> str:
        typed = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        words = super().to_python(unicodedata.normalize("NFC", without_invisible(typed))) or ""
        if words and not any(sign.isalnum() for sign in words):
            raise ValidationError(_("Écrivez au moins un mot."), code="no_word")
        if self.max_length and len(words) > self.max_length:
            raise ValidationError(
                _("Votre texte a %(length)d caractères. Retirez-en %(over)d.")
                % {"length": len(words), "over": len(words) - self.max_length},
                code="max_length",
            )
        return words

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let a browser send what is too long: with `maxlength` it cuts it without a word."""
        attributes: dict[str, Any] = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes


class OneLineField(TidyField):
    """The same on one line."""

    def to_python(self, value: Any) -> str:
        return super().to_python(" ".join(str(value or "").split()))


class LinesField(TidyField):
    """A list, typed one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, longest: int, most: int = LINES, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest, self.most = longest, most

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in str(super().clean(value)).splitlines()]
        kept = list(dict.fromkeys(line for line in lines if line))
        if len(kept) > self.most:
            raise ValidationError(_("Gardez %(most)s lignes au plus.") % {"most": self.most})
        for line in kept:
            if len(line) > self.longest:
                raise ValidationError(
                    _("La ligne « %(line)s… » est trop longue : %(most)s caractères au plus.")
                    % {"line": line[:30], "most": self.longest}
                )
        return kept


class ProposalForm(forms.Form):
    """A proposal; on behalf of a committee for whoever organises one."""

    use_required_attribute = False

    committee = forms.ModelChoiceField(
        label=_("Au nom de qui proposez-vous ?"),
        queryset=Committee.objects.none(),
        required=False,
        empty_label=_("En mon nom. Il ne sera pas publié"),
        error_messages={
            "invalid_choice": _("Vous n’animez pas ce comité. Choisissez-en un autre.")
        },
    )
    title = OneLineField(
        label=_("Titre"),
        help_text=_("Ce que vous demandez, en une ligne. 80 caractères au plus."),
        max_length=TITLE,
        error_messages={"required": _("Écrivez un titre.")},
    )
    text = TidyField(
        label=_("Votre demande"),
        help_text=_("Ce que les gens signent. Une ou deux phrases."),
        max_length=DEMAND,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Écrivez votre demande.")},
    )
    details = TidyField(
        label=_("Précisions"),
        help_text=_("Pourquoi, comment, pour qui. N’écrivez le nom de personne."),
        max_length=DETAILS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    addressees = LinesField(
        label=_("À qui s’adresse-t-elle ?"),
        help_text=_("Une institution ou une fonction par ligne, comme : Ministère de la Santé"),
        longest=LINE,
        error_messages={"required": _("Écrivez au moins un destinataire.")},
    )
    sources = LinesField(
        label=_("Sources"),
        help_text=_("Une adresse de page par ligne. Elle commence par https://"),
        longest=SOURCE,
        required=False,
    )

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committees = committees_of(author)
        if committees:
            field = self.fields["committee"]
            field.queryset = committees  # type: ignore[attr-defined]  # it is a choice of rows
        else:
            del self.fields["committee"]

    def clean_sources(self) -> list[str]:
        sources: list[str] = self.cleaned_data["sources"]
        for source in sources:
            try:
                _is_address(source)
                if hides_its_site(source):
                    raise ValidationError(source)
            except ValidationError:
                raise ValidationError(
                    _("« %(line)s » n’est pas une adresse de page. Copiez-la du navigateur.")
                    % {"line": source[:60]}
                ) from None
        return sources

    def wording(self) -> Wording:
        """Return what was typed, cleaned; the form is valid."""
        return Wording(**self.cleaned_data)


def shown(petition: Petition) -> dict[str, Any]:
    """Return what the form of `petition` shows at first."""
    names = ["title", "text", "details", "addressees", "sources", "committee"]
    return {name: getattr(petition, name) for name in names}


def committees_of(user: User) -> Any:
    """Return the committees in whose name `user` may propose."""
    scopes = user.roles.filter(role=Role.Name.ORGANISER).values_list("scope", flat=True)
    return Committee.objects.of_scopes(list(scopes)).order_by("name")
