"""How long each personal datum is kept, as the settings say: one source for page and code."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.retention import MARGIN_DAYS


@dataclass(frozen=True, slots=True)
class Period:
    """One kind of data, and when it is erased, in words."""

    data: str
    until: str


def periods() -> list[Period]:
    """Return each period that « Données personnelles » promises."""
    requests: int = settings.SIGNATURE_REQUEST_DAYS
    return [
        Period(
            _("Ce que vous tapez pour signer : nom, adresse, code postal"),
            _("effacé dès que vous confirmez ; sinon, %s") % _after(requests),
        ),
        Period(
            _("La clé qui chiffre ces demandes et nos courriels"),
            _("détruite %s") % _after(requests + MARGIN_DAYS),
        ),
        Period(
            _("D’où vient une signature : empreintes du fournisseur de courriel et du réseau"),
            _("effacées %s") % _after(settings.SIGNATURE_TRACE_DAYS),
        ),
        Period(
            _("Les empreintes, le jour et le département d’une signature, et leur clé"),
            _("détruits %s, à compter de la clôture de la pétition")
            % _after(settings.SETTLED_AFTER_DAYS),
        ),
        Period(
            _("Votre soutien à une proposition"),
            _("effacé dès qu’elle est décidée ou retirée, ou dès que vous le retirez"),
        ),
        Period(
            _("Ce soutien, même retiré, d’une personne de la modération : il l’empêche de décider"),
            _("effacé à la décision ; après un premier refus, %s au plus")
            % _after(settings.UNFINISHED_PROPOSAL_DAYS),
        ),
        Period(
            _("Le lien entre votre compte et une pétition ouverte que vous avez proposée"),
            _("effacé avec la clé de la pétition, ou avec votre compte"),
        ),
        Period(
            _("Vos brouillons de proposition, et celles qui sont retirées sans décision"),
            _("effacés %s sans changement, ou avec votre compte")
            % _after(settings.UNFINISHED_PROPOSAL_DAYS),
        ),
        Period(
            _("Votre refus de nos courriels sur une pétition : une empreinte de votre adresse"),
            _("effacée %d jours après notre dernier courriel") % settings.REFUSED_LETTERS_DAYS,
        ),
        Period(
            _("L’adresse tapée dans « Mes signatures »"),
            _("effacée au bout d’un jour"),
        ),
        Period(
            _("L’adresse tapée pour suivre une pétition, confirmée ou non"),
            _("effacée %s") % _after(requests),
        ),
        Period(
            _("L’adresse à laquelle vous recevez des nouvelles"),
            _("effacée dès que vous arrêtez, par le lien qui est dans chaque courriel"),
        ),
        Period(
            _("Votre compte : adresse et pseudonyme"),
            _("effacés quand vous supprimez le compte"),
        ),
        Period(
            _("Les copies de la base de données"),
            _("effacées %s ; les clés n’y sont pas") % _after(settings.BACKUP_DAYS),
        ),
    ]


def _after(days: int) -> str:
    return ngettext("au bout de %(days)d jour", "au bout de %(days)d jours", days) % {"days": days}
