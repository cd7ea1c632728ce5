"""What every app asks for in the same words: an address, and the code of a letter."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.errors import BadAddress
from core.proofs import CODE_DIGITS
from core.text import simple_address


class AddressField(forms.CharField):
    """An address that letters can reach, as a simple address."""

    def __init__(self, **kwargs: Any) -> None:
        said: dict[str, Any] = {
            "label": _("Votre adresse électronique"),
            "max_length": 320,
            "error_messages": {"required": _("Écrivez votre adresse électronique.")},
            "widget": forms.EmailInput({"autocomplete": "email"}),
        }
        super().__init__(**(said | kwargs))

    def clean(self, value: Any) -> str:
        try:
            return simple_address(super().clean(value))
        except BadAddress as wrong:
            raise ValidationError(said_of(wrong)) from None


def said_of(wrong: BadAddress) -> str:
    """Return what is wrong with an address, and what one looks like."""
    match wrong.args:
        case ["@"]:
            return gettext("Cette adresse a deux @. Elle ressemble à : nom@exemple.fr")
        case [" "]:
            return gettext("Cette adresse contient une espace. Elle ressemble à : nom@exemple.fr")
        case _:
            return gettext("Cette adresse n’est pas complète. Elle ressemble à : nom@exemple.fr")


class CodeForm(forms.Form):
    """The code from the letter."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("Votre code à 6 chiffres"),
        max_length=20,
        error_messages={"required": _("Tapez les 6 chiffres reçus par courriel.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """Refuse, without counting an attempt, what no letter contains."""
        code = "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())
        if not (len(code) == CODE_DIGITS and code.isascii() and code.isdigit()):
            raise ValidationError(_("Le code a 6 chiffres. Recopiez-le du courriel."))
        return code


def wrong_code(left: int) -> str:
    """Say that the code is not the right one, and that `left` attempts remain, 1 or more."""
    return ngettext(
        "Ce n’est pas le bon code. Il vous reste %(left)s essai.",
        "Ce n’est pas le bon code. Il vous reste %(left)s essais.",
        left,
    ) % {"left": left}
