"""What an administrator fills in at a desk that is no register."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from moderation.forms import ReasonField
from petitions.models import Annulment, Petition
from petitions.models.annulment import STATEMENT_LENGTH

MOST_INDEXES = 5000
_INDEX = re.compile(r"0|[1-9][0-9]{0,14}")


class StatementField(ReasonField):
    """A public explanation, in as many lines as it needs."""

    widget = forms.Textarea({"rows": 4})

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n"))


class IndexesField(forms.Field):
    """Numbers of the public log, one a line; the spaces that pages show in them do not count."""

    widget = forms.Textarea({"rows": 8})

    def to_python(self, value: Any) -> list[int]:
        lines = ["".join(line.split()) for line in str(value or "").splitlines()]
        named = [line for line in lines if line]
        if len(named) > MOST_INDEXES:
            raise ValidationError(
                _("%(most)s numéros au plus : faites plusieurs annulations.")
                % {"most": MOST_INDEXES}
            )
        for line in named:
            if not _INDEX.fullmatch(line):
                raise ValidationError(_("« %(line)s » n’est pas un numéro.") % {"line": line[:30]})
        return sorted({int(line) for line in named})


def statement_field() -> StatementField:
    """Return the field of what the public reads about an annulment."""
    return StatementField(
        label=_("Explication publique"),
        min_length=STATEMENT_LENGTH[0],
        max_length=STATEMENT_LENGTH[1],
        help_text=format_lazy(
            _(
                "Une phrase entière, de {least} caractères au moins. Tout le monde la lira, pour "
                "toujours : n’écrivez ni nom, ni adresse, ni lieu précis."
            ),
            least=STATEMENT_LENGTH[0],
        ),
        error_messages={
            "required": _("Expliquez cette annulation : tout le monde doit la comprendre."),
            "min_length": _("Expliquez en une phrase entière : tout le monde doit comprendre."),
        },
    )


class AgainstForm(forms.Form):
    """Why the signatures behind an alarm are to be annulled."""

    statement = statement_field()


class AnnulmentForm(forms.Form):
    """Which signatures, why, and what the public reads."""

    petition = forms.ModelChoiceField(
        label=_("Pétition"),
        queryset=Petition.objects.published(),
        empty_label=_("Choisissez une pétition"),
        error_messages={
            "required": _("Choisissez la pétition."),
            "invalid_choice": _("Cette pétition n’existe pas, ou n’a jamais été ouverte."),
        },
    )
    reason = forms.TypedChoiceField(
        label=_("Motif"),
        choices=Annulment.Reason.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un motif.")},
    )
    statement = statement_field()
    indexes = IndexesField(
        label=_("Numéros de ligne des signatures dans le registre public"),
        help_text=_("Un nombre par ligne. La première ligne du registre est la ligne 0."),
        error_messages={"required": _("Écrivez au moins un numéro.")},
    )
