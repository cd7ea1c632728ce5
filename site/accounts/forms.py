"""What people may type about their account, and how it is tidied."""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import PSEUDONYM_LENGTH, Role
from core.errors import BadAddress
from core.forms import said_of
from core.text import simple_address

CODE_ATTRIBUTES = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class AddressForm(forms.Form):
    """The one field of the door."""

    email = forms.CharField(
        label=_("Votre adresse électronique"),
        max_length=254,
        help_text=_("Nous vous envoyons un code à cette adresse. Elle n’est jamais publiée."),
        error_messages={"required": _("Écrivez votre adresse électronique.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        try:
            return simple_address(self.cleaned_data["email"])
        except BadAddress as wrong:
            raise forms.ValidationError(said_of(wrong)) from None


class RoleForm(AddressForm):
    """A role for the owner of an address."""

    role = forms.ChoiceField(label=_("Rôle"), choices=Role.Name.choices)
    scope = forms.RegexField(
        r"^[a-z0-9:-]*\Z",
        label=_("Où"),
        max_length=100,
        required=False,
        help_text=_("Vide : partout. Sinon, par exemple : comite:marmande"),
        error_messages={
            "invalid": _("Lettres minuscules, chiffres, deux-points et tirets seulement.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Son adresse électronique")
        self.fields["email"].help_text = _("Le compte est créé s’il n’existe pas encore.")


class CodeForm(forms.Form):
    """A code of digits, typed with or without spaces."""

    code = forms.CharField(
        label=_("Le premier code de la feuille"),
        max_length=20,
        error_messages={"required": _("Écrivez le code.")},
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
    )

    def clean_code(self) -> str:
        code: str = normalize_user_code(self.cleaned_data["code"])
        return code


class SecondFactorForm(AuthenticateForm):
    """A code of the sheet or of the application; allauth checks it, and counts the errors."""

    code = forms.CharField(
        label=_("Votre second code"),
        max_length=20,
        error_messages={"required": _("Écrivez le code.")},
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
    )


class ApplicationForm(ActivateTOTPForm):
    """The first code of an application that is being set up; allauth checks it."""

    code = forms.CharField(
        label=_("Le code affiché par l’application"),
        max_length=20,
        error_messages={"required": _("Écrivez le code.")},
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
    )


class MailedCodeForm(CodeForm):
    """The six digits of the letter."""

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["code"].label = _("Le code à 6 chiffres")

    def clean_code(self) -> str:
        code = super().clean_code()
        if not compare_user_code(actual=code, expected=self.expected):
            raise forms.ValidationError(_("Ce code n’est pas le bon. Vérifiez chaque chiffre."))
        return code


class PseudonymForm(forms.Form):
    """The public name."""

    pseudonym = forms.CharField(
        label=_("Votre pseudonyme"),
        max_length=PSEUDONYM_LENGTH,
        help_text=_(
            "De 3 à 40 lettres ou chiffres. Il signe vos contributions. "
            "Il ne doit pas rappeler votre adresse."
        ),
        error_messages={"required": _("Choisissez un pseudonyme.")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "spellcheck": "false"}),
    )


class DeletionForm(forms.Form):
    """What becomes of the contributions, and the word that confirms."""

    KEEP = "keep"
    REMOVE = "remove"
    WORD = "supprimer"

    contributions = forms.ChoiceField(
        label=_("Que deviennent vos contributions ?"),
        choices=[
            (KEEP, _("Elles restent, signées « compte supprimé »")),
            (REMOVE, _("Elles sont retirées")),
        ],
        error_messages={"required": _("Choisissez ce que deviennent vos contributions.")},
        widget=forms.RadioSelect,
    )
    word = forms.CharField(
        label=_("Pour confirmer, écrivez : supprimer"),
        max_length=20,
        error_messages={"required": _("Écrivez le mot « supprimer » pour confirmer.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"].strip().casefold()
        if word != self.WORD:
            raise forms.ValidationError(_("Écrivez exactement le mot « supprimer »."))
        return word
