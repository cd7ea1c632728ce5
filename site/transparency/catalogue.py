"""The open-data files, and what each of their columns means."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from transparency import figures, records


@dataclass(frozen=True, slots=True)
class File:
    """One set of data in its two formats; `columns` are pairs of a name and what it means."""

    id: str
    title: str
    about: str
    csv: str
    json: str
    columns: Sequence[tuple[str, str]]


def files() -> list[File]:
    """Return every open-data file of the platform."""
    return [
        File(
            id="faits",
            title=_("Les faits"),
            about=_("Tous les faits publiés, chacun avec sa date et sa source."),
            csv=reverse("transparency:facts-csv"),
            json=reverse("transparency:facts-json"),
            columns=_explained(records.FACT_COLUMNS),
        ),
        File(
            id="comites",
            title=_("Les comités"),
            about=_("Tous les comités du site, et d’où vient ce qui en est dit."),
            csv=reverse("transparency:committees-csv"),
            json=reverse("transparency:committees-json"),
            columns=_explained(records.COMMITTEE_COLUMNS),
        ),
        File(
            id="chiffres",
            title=_("Les chiffres du site"),
            about=_("Les signatures de chaque pétition et le travail de la modération."),
            csv=reverse("transparency:figures-csv"),
            json=reverse("transparency:figures-json"),
            columns=_explained(figures.COLUMNS),
        ),
        File(
            id="journal",
            title=_("Le journal de la modération"),
            about=_("Chaque décision, sa raison et l’article de la charte. Sans nom de personne."),
            csv=reverse("moderation:journal_csv"),
            json=reverse("moderation:journal_json"),
            columns=(),
        ),
    ]


def _explained(columns: Sequence[str]) -> list[tuple[str, str]]:
    meanings = _meanings()
    return [(name, meanings[name]) for name in columns]


def _meanings() -> dict[str, str]:
    return {
        "adresse": _("adresse de la page sur ce site"),
        "chiffres_qui_different": _("même mot : chiffres différents pour une même chose"),
        "cle": _("identifiant du chiffre, qui ne change pas"),
        "code_insee": _("code Insee de la commune, s’il est connu"),
        "commune": _("commune du comité"),
        "date": _("date de ce qui est dit : jour, mois ou année ; ou heure du chiffre"),
        "defend": _("ce que le comité défend"),
        "definition": _("ce que le chiffre compte"),
        "departement": _("code du département"),
        "enonce": _("ce que dit le fait"),
        "etat": _("confirmé, ou en attente de confirmation par la fédération"),
        "identifiant": _("identifiant, qui ne change pas"),
        "intitule": _("nom du chiffre"),
        "nom": _("nom du comité"),
        "non_verifie": _("ce qui n’est pas vérifié"),
        "note": _("à savoir pour bien comprendre"),
        "origine_information": _("d’où vient ce qui est dit du comité"),
        "revise_le": _("heure de la version en vigueur"),
        "source_adresse": _("adresse de la source"),
        "source_date": _("date de la source"),
        "source_editeur": _("qui a publié la source"),
        "source_nature": _("source primaire, copie d’une source primaire, ou source secondaire"),
        "source_titre": _("titre de la source"),
        "sujet": _("pétition ou service dont parle le chiffre"),
        "theme": _("thème du fait"),
        "unite": _("ce que compte la valeur"),
        "valeur": _("le chiffre ; vide s’il n’y en a pas"),
        "version": _("numéro de la version en vigueur"),
    }
