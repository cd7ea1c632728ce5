"""The platform's own figures: signatures and moderation, each with its moment and its definition.

One list of `Figure` feeds the page, the JSON and the CSV: a number cannot differ between them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from moderation import figures as moderation_figures
from petitions.figures import PublicCount, counts_of
from petitions.models import Petition

COLUMNS = ("cle", "sujet", "intitule", "valeur", "unite", "date", "definition", "non_verifie")
BATCH = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A public number; `value` is None while it is not known, and `unit` counts it in words.

    `count` is there for signatures: what components/count.html shows.
    """

    key: str
    subject: str
    label: str
    value: int | float | None
    unit: str
    as_of: datetime
    definition: str
    not_checked: str = ""
    path: str = ""
    count: PublicCount | None = None

    def row(self) -> dict[str, str | int | float | None]:
        """Return the figure as open data show it, by the names of `COLUMNS`."""
        as_of = self.as_of.isoformat(timespec="seconds")
        said = (self.key, self.subject, self.label, self.value, self.unit, as_of)
        return dict(zip(COLUMNS, (*said, self.definition, self.not_checked), strict=True))


def every_figure(at: datetime) -> Iterator[Figure]:
    """Yield moderation's figures, then those of every petition ever opened.

    Read in one transaction, a few at a time: memory is bounded, behind a pooler as well.
    """
    with transaction.atomic():
        yield from of_moderation(at)
        petitions = Petition.objects.published().order_by("pk").iterator(chunk_size=BATCH)
        for some in batched(petitions, BATCH):
            for online in of_petitions(some):
                yield online
                yield _on_paper(online)


def of_petitions(petitions: Iterable[Petition]) -> Iterator[Figure]:
    """Yield what is online of each petition; one query however many there are."""
    listed = list(petitions)
    counts = counts_of(listed)
    for petition in listed:
        count = counts[petition.pk]
        yield Figure(
            key=f"petition.{petition.slug}.en-ligne",
            subject=petition.title,
            label=_("Signatures en ligne"),
            value=count.online,
            unit=_("signatures"),
            as_of=count.as_of,
            definition=_(
                "Signatures confirmées par un code envoyé à une adresse électronique, ou au "
                "guichet d’un comité. "
                "À une même adresse, deux personnes du même foyer peuvent signer : "
                "chacune compte une fois."
            ),
            not_checked=_(
                "L’identité n’est pas vérifiée : la confirmation prouve l’accès à une adresse "
                "électronique, pas le nom."
            ),
            path=reverse("petitions:figures", args=[petition.slug]),
            count=count,
        )


def _on_paper(online: Figure) -> Figure:
    """Return what is on paper of the same petition, counted at the same moment."""
    return replace(
        online,
        key=f"{online.key.removesuffix('en-ligne')}papier",
        label=_("Signatures sur papier"),
        value=online.count.paper if online.count else None,
        definition=_(
            "Lignes de feuilles signées, relues par une seconde personne. "
            "Elles s’ajoutent aux signatures en ligne et n’y sont pas comprises."
        ),
        not_checked=_("Qui a signé en ligne et sur papier y est deux fois."),
        count=None,
    )


def of_moderation(at: datetime) -> Iterator[Figure]:
    """Yield what moderation did up to `at`."""
    totals = moderation_figures.totals(at)
    shown = [*_states(totals), *_refusals(totals), *_delay(totals)]
    for key, label, value, unit, definition in shown:
        yield Figure(
            key=f"moderation.{key}",
            subject=_("Modération des débats"),
            label=label,
            value=value,
            unit=unit,
            as_of=totals["as_of"],
            definition=definition,
            path=reverse("moderation:journal"),
        )


type Shown = tuple[str, str, int | float | None, str, str]


def _states(totals: Mapping[str, Any]) -> Iterator[Shown]:
    texts = _("contributions")
    told = _("Contributions que tout le monde peut lire en ce moment.")
    yield "publiees", _("Contributions publiées"), totals["published"], texts, told
    told = _("Les deux premières contributions d’une personne sont relues avant de paraître.")
    yield "en-attente", _("Contributions en attente de relecture"), totals["waiting"], texts, told
    told = _("Contributions qu’une décision motivée empêche de paraître en ce moment.")
    yield "refusees", _("Contributions refusées"), totals["refused"], texts, told


def _refusals(totals: Mapping[str, Any]) -> Iterator[Shown]:
    told = _("Décisions de refus qui invoquent cet article de la charte.")
    for article in totals["refused_by_article"]:
        label = _("Refus, article %(number)s : %(title)s") % article
        yield f"refus.article-{article['number']}", label, article["count"], _("décisions"), told


def _delay(totals: Mapping[str, Any]) -> Iterator[Shown]:
    label = _("Délai médian de relecture, en heures")
    told = _("Sur 90 jours, la moitié des relectures ont pris moins de temps que cela.")
    yield "delai-median", label, totals["median_hours"], _("heures"), told
