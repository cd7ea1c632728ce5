"""What may be typed to sign, and how it is tidied."""

import re
import unicodedata
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from committees.departements import BY_CODE
from core.forms import AddressField
from petitions import countries
from petitions.areas import areas_of
from petitions.typed import Typed, comparable_name, comparable_postcode

NOT_A_PROOF = _("Tapez les 6 chiffres reçus par courriel, ou le code postal tapé pour signer.")
NOT_THE_CODE = _("Tapez les 6 chiffres reçus par courriel.")
NOT_IN_FRANCE = _(
    "Écrivez les cinq chiffres de votre code postal, par exemple : 47200. "
    "Vous habitez à l’étranger ? Choisissez votre pays juste en dessous."
)
NOT_KNOWN = _(
    "Nous ne connaissons pas le code postal %(postcode)s. Vérifiez-le. "
    "À Monaco ou à l’étranger ? Choisissez votre pays juste en dessous."
)
WANTS_NEWS = _("Je veux recevoir des nouvelles de cette pétition (un courriel par semaine au plus)")
SURE = _("Pour confirmer, écrivez : oui")
_SELECTED = mark_safe(" selected")
NOT_ABROAD = _("Recopiez votre code postal, ou laissez cette ligne vide si vous n’en avez pas.")


class CountrySelect(forms.Select):
    """A long list, written at once: with a template for each country it takes 50 ms."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (code, _SELECTED if code == (value or "") else "", said)
                for code, said in self.choices
            ),
        )
        shown = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", shown, options)


class OpenChoiceField(forms.ChoiceField):
    """A choice where no answer is never a mistake: a question to ask, or what goes unsaid."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class SureField(forms.CharField):
    """A word to type: mail scanners tick every box and press every button. True if it is typed."""

    widget = forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "maxlength": "20"})

    def clean(self, value: Any) -> bool:
        """Whatever else is typed, however long, is not the word: no other mistake is possible."""
        typed = self.to_python(value)
        self.validate(typed)
        return str(typed).strip(' .!«»"').casefold() == "oui"


class ShownField(forms.UUIDField):
    """Names what the page showed, hidden in it: anything else is as good as nothing."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> UUID | None:
        try:
            shown: UUID | None = super().clean(value)
        except ValidationError:
            return None
        return shown


class SignatureForm(forms.Form):
    """Three fields and one choice; a country abroad, and a question where a postcode straddles."""

    use_required_attribute = False  # the page's own sentences explain what is missing

    name = forms.CharField(
        label=_("Vos prénom et nom"),
        max_length=120,
        error_messages={"required": _("Écrivez vos prénom et nom.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = AddressField(
        help_text=_("Vous allez y recevoir un code. Elle n’est jamais publiée."),
    )
    postcode = forms.CharField(
        label=_("Votre code postal"),
        max_length=12,
        error_messages={"required": _("Écrivez votre code postal.")},
        widget=forms.TextInput({"autocomplete": "postal-code"}),
    )
    country = OpenChoiceField(
        label=_("Votre pays"),
        help_text=_("Votre code postal est alors facultatif."),
        choices=lambda: [("", _("France")), *countries.NAMES.items()],
        widget=CountrySelect({"autocomplete": "country"}),
    )
    news = forms.BooleanField(label=WANTS_NEWS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_abroad = bool(self["country"].value())
        self.fields["postcode"].required = not self._is_abroad
        postcode = comparable_postcode(str(self["postcode"].value() or ""))
        places = () if self._is_abroad else areas_of(postcode)
        if len(places) > 1:
            self.fields["area"] = OpenChoiceField(
                label=_("Dans quel département habitez-vous ?"),
                widget=forms.RadioSelect,
                choices=[(code, str(BY_CODE[code])) for code in places],
            )
            self.order_fields(["name", "email", "postcode", "area"])

    @property
    def asks_area(self) -> bool:
        """Tell whether all that was typed is right, but for the question that was not asked yet."""
        is_right = self.is_bound and not self.errors
        return is_right and "area" in self.fields and not self.cleaned_data["area"]

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
        if self._is_abroad and postcode and not _may_be_a_postcode(postcode):
            raise ValidationError(NOT_ABROAD)
        if not self._is_abroad and not areas_of(postcode):
            is_whole = re.fullmatch(r"[0-9]{5}", postcode)
            raise ValidationError(
                NOT_KNOWN if is_whole else NOT_IN_FRANCE, params={"postcode": postcode}
            )
        return postcode

    def typed(self) -> Typed:
        """Return what was typed, cleaned; the form is valid."""
        cleaned = self.cleaned_data
        return Typed(
            name=cleaned["name"],
            address=cleaned["email"],
            postcode=cleaned["postcode"],
            wants_news=cleaned["news"],
            area=cleaned.get("area", ""),
            country=cleaned["country"],
        )


class LinkForm(forms.Form):
    """What the link alone does not know; then, once that was right, the wish for news."""

    use_required_attribute = False

    proof = forms.CharField(
        label=_("Votre code postal"),
        help_text=_(
            "Celui que vous avez tapé pour signer. Le code reçu par courriel convient aussi."
        ),
        max_length=20,
        error_messages={"required": NOT_A_PROOF},
        widget=forms.TextInput({"autocomplete": "postal-code"}),
    )
    news = forms.BooleanField(label=WANTS_NEWS, required=False)
    is_sure = SureField(label=SURE, required=False)
    wish = ShownField(required=False)

    def ask_for_code(self) -> None:
        """Name the code alone, to somebody who typed no postcode."""
        proof = self["proof"]
        proof.label = _("Votre code à 6 chiffres")
        proof.help_text = _("Il est dans le courriel où vous avez ouvert cette page.")
        proof.field.widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})
        if self.errors.get("proof") == [str(NOT_A_PROOF)]:
            self.errors["proof"] = self.error_class([str(NOT_THE_CODE)])

    def clean_proof(self) -> str:
        """Refuse, without counting an attempt, what is neither a postcode nor a code."""
        proof: str = self.cleaned_data["proof"]
        if not _may_be_a_postcode(comparable_postcode(proof)):
            raise ValidationError(NOT_A_PROOF)
        return proof


class AddressForm(forms.Form):
    """The address whose signatures its owner wants to see."""

    use_required_attribute = False

    email = AddressField(
        help_text=_("Celle que vous avez tapée pour signer, écrite de la même façon."),
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


class SolutionForm(forms.Form):
    """What a script found so that a held letter goes at once."""

    salt = forms.RegexField(r"^[0-9a-f]{8,64}&$", strip=False)
    challenge = forms.RegexField(r"^[0-9a-f]{64}$")
    signature = forms.RegexField(r"^[0-9a-f]{64}$")
    number = forms.IntegerField(min_value=0, max_value=10**9)


class OwnSignatureForm(forms.Form):
    """One signature of a list."""

    commitment = HashField()


class SureForm(forms.Form):
    """The word that takes a signature back."""

    use_required_attribute = False

    sure = SureField(
        label=SURE, error_messages={"required": _("Écrivez oui pour retirer votre signature.")}
    )

    def clean_sure(self) -> bool:
        if not self.cleaned_data["sure"]:
            raise ValidationError(
                _("Écrivez oui pour retirer votre signature. Sinon, revenez à votre liste.")
            )
        return True


def _may_be_a_postcode(typed: str) -> bool:
    """Say whether some country may have this postcode; the six digits of a code pass too."""
    has_digit = any(letter.isdigit() for letter in typed)
    return 3 <= len(typed) <= 10 and typed.isascii() and has_digit
