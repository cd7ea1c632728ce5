"""What holds abuse off, at the administrators' desk: rules about addresses and networks, limits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pages.viewsets.register import RegisterForm, RegisterViewSet
from petitions.errors import BadRule, RuleExists
from petitions.models import AbuseRule, SigningLimit
from petitions.screening import tidy_pattern
from petitions.services import delete_limit, delete_rule, save_limit, save_rule

_BAD_RULE = _(
    "Écrivez un domaine, par exemple *.exemple.fr, ou un réseau, par exemple 192.0.2.0/24. "
    "Un réseau va de /8 à /24, ou de /16 à /56 en IPv6."
)
LONGEST_WINDOW, LONGEST_PAUSE, MOST_WISHES = 86_400, 3_600, 1_000_000


class AbuseRuleForm(RegisterForm):
    """One rule."""

    class Meta(RegisterForm.Meta):
        model = AbuseRule
        fields = ("subject", "pattern", "verdict", "note")
        help_texts = {
            "pattern": _(
                "Un domaine : exemple.fr, ou *.exemple.fr pour ce qui est au-dessous. "
                "Un réseau : 192.0.2.0/24."
            ),
            "note": _("Pour l’équipe. N’écrivez aucun nom de personne."),
        }

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean()
        subject, pattern = typed.get("subject"), typed.get("pattern")
        if subject and pattern:
            try:
                typed["pattern"] = tidy_pattern(subject, pattern)
            except BadRule:
                self.add_error("pattern", _BAD_RULE)
        return typed


class AbuseRuleViewSet(RegisterViewSet[AbuseRule]):
    """Who may always sign, and who may not."""

    model = AbuseRule
    name = "regles"
    icon = "lock"
    menu_label = _("Règles contre les abus")
    add_item_label = _("Ajouter une règle")
    list_display = ("pattern", "subject", "verdict", "note")
    list_filter = ("subject", "verdict")
    ordering = ("subject", "pattern")
    form_class = AbuseRuleForm
    refusals = {RuleExists: _("Une autre règle porte déjà sur ce domaine ou ce réseau.")}

    def create(self, *, typed: dict[str, Any], by: User) -> AbuseRule:
        return save_rule(**typed)

    def change(self, kept: AbuseRule, *, typed: dict[str, Any], by: User) -> AbuseRule:
        return save_rule(**typed, rule=kept)

    def delete(self, kept: AbuseRule, *, by: User) -> None:
        delete_rule(rule=kept)


class SigningLimitForm(RegisterForm):
    """One limit: a window, how many, and how long the next letters wait."""

    seconds = forms.IntegerField(
        label=_("Durée, en secondes"),
        help_text=_("Une minute : 60. Une heure : 3600. Un jour : 86400."),
        min_value=1,
        max_value=LONGEST_WINDOW,
    )
    wishes = forms.IntegerField(label=_("Demandes au plus"), min_value=1, max_value=MOST_WISHES)
    pause = forms.IntegerField(
        label=_("Attente des lettres suivantes, en secondes"),
        help_text=_("Personne n’est refusé : la lettre part plus tard, une heure après au plus."),
        min_value=0,
        max_value=LONGEST_PAUSE,
    )

    class Meta(RegisterForm.Meta):
        model = SigningLimit
        fields = ("reach", "seconds", "wishes", "pause")


class SigningLimitViewSet(RegisterViewSet[SigningLimit]):
    """How many wishes to sign one network may make before its letters wait."""

    model = SigningLimit
    name = "limites"
    icon = "time"
    menu_label = _("Limites de signature")
    add_item_label = _("Ajouter une limite")
    list_display = ("reach", "seconds", "wishes", "pause")
    ordering = ("reach", "seconds")
    form_class = SigningLimitForm
    refusals = {RuleExists: _("Cette portée et cette durée ont déjà une limite.")}

    def create(self, *, typed: dict[str, Any], by: User) -> SigningLimit:
        return save_limit(**typed)

    def change(self, kept: SigningLimit, *, typed: dict[str, Any], by: User) -> SigningLimit:
        return save_limit(**typed, limit=kept)

    def delete(self, kept: SigningLimit, *, by: User) -> None:
        delete_limit(limit=kept)
