"""What may be typed to sign, and how it is tidied."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.errors import BadAddress
from core.text import simple_address
from petitions.proofs import CODE_DIGITS
from petitions.typed import Typed, comparable_name, comparable_postcode

NOT_A_POSTCODE = _("Écrivez les cinq chiffres de votre code postal, par exemple : 47200")


class AddressField(forms.CharField):
    """An address that letters can reach, as a simple address."""

    def clean(self, value: Any) -> str:
        try:
            return simple_address(super().clean(value))
        except BadAddress:
            raise ValidationError(
                _("Cette adresse n’est pas complète. Elle ressemble à : nom@exemple.fr")
            ) from None


class SignatureForm(forms.Form):
    """Three fields and one choice."""

    use_required_attribute = False  # the page's own sentences explain what is missing

    name = forms.CharField(
        label=_("Vos prénom et nom"),
        max_length=120,
        error_messages={"required": _("Écrivez vos prénom et nom.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = AddressField(
        label=_("Votre adresse électronique"),
        help_text=_("Vous allez y recevoir un code. Elle n’est jamais publiée."),
        max_length=320,
        error_messages={"required": _("Écrivez votre adresse électronique.")},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    postcode = forms.CharField(
        label=_("Votre code postal"),
        max_length=12,
        error_messages={"required": _("Écrivez votre code postal.")},
        widget=forms.TextInput({"autocomplete": "postal-code"}),
    )
    news = forms.BooleanField(
        label=_(
            "Je veux recevoir des nouvelles de cette pétition (un courriel par semaine au plus)"
        ),
        required=False,
    )

    def clean_name(self) -> str:
        name = " ".join(unicodedata.normalize("NFC", self.cleaned_data["name"]).split())
        if "@" in name:
            raise ValidationError(
                _("Écrivez ici vos prénom et nom. Votre adresse se tape plus bas.")
            )
        if len(comparable_name(name)) < 2:
            raise ValidationError(_("Écrivez vos prénom et nom, en lettres."))
        return name

    def clean_postcode(self) -> str:
        postcode = comparable_postcode(self.cleaned_data["postcode"])
        if not _may_be_a_postcode(postcode):
            raise ValidationError(NOT_A_POSTCODE)
        return postcode

    def typed(self) -> Typed:
        """Return what was typed, cleaned; the form is valid."""
        cleaned = self.cleaned_data
        return Typed(cleaned["name"], cleaned["email"], cleaned["postcode"], cleaned["news"])


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


class LinkForm(forms.Form):
    """What the link alone does not know."""

    use_required_attribute = False

    proof = forms.CharField(
        label=_("Votre code postal"),
        help_text=_(
            "Celui que vous avez tapé pour signer. Le code reçu par courriel convient aussi."
        ),
        max_length=20,
        error_messages={"required": _("Tapez votre code postal.")},
        widget=forms.TextInput({"autocomplete": "postal-code"}),
    )

    def clean_proof(self) -> str:
        """Refuse, without counting an attempt, what is neither a postcode nor a code."""
        proof: str = self.cleaned_data["proof"]
        if not _may_be_a_postcode(comparable_postcode(proof)):
            raise ValidationError(NOT_A_POSTCODE)
        return proof


class AddressForm(forms.Form):
    """The address whose signatures its owner wants to see."""

    use_required_attribute = False

    email = AddressField(
        label=_("Votre adresse électronique"),
        help_text=_("Celle que vous avez tapée pour signer, écrite de la même façon."),
        max_length=320,
        error_messages={"required": _("Écrivez votre adresse électronique.")},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class HashField(forms.Field):
    """32 bytes, as 64 hexadecimal digits."""

    def to_python(self, value: Any) -> bytes | None:
        text = str(value or "")
        if not text:
            return None
        if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
            raise ValidationError(_("Ce nombre n’a pas 64 chiffres hexadécimaux."))
        return bytes.fromhex(text)


class ReceiptForm(forms.Form):
    """What a script computed from a receipt: the entry, and what opens it."""

    commitment = HashField()
    w = HashField()
    identity = HashField()


class OwnSignatureForm(forms.Form):
    """One signature of a list, and whether its owner was asked if that is sure."""

    commitment = HashField()
    is_sure = forms.BooleanField(required=False)


def _may_be_a_postcode(typed: str) -> bool:
    """Say whether some country may have this postcode; the six digits of a code pass too."""
    has_digit = any(letter.isdigit() for letter in typed)
    return 3 <= len(typed) <= 10 and typed.isascii() and has_digit
