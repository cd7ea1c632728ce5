"""The rows of open data: facts, their revisions, committees."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from committees.models import Committee
from core.open_data import Row
from transparency.models import Fact, FactRevision
from transparency.models.facts import Stated

CHUNK = 500
STATED_COLUMNS = (
    "enonce", "valeur", "unite", "date", "source_titre", "source_editeur", "source_adresse",
    "source_nature", "note",
)  # fmt: skip
FACT_COLUMNS = (
    "identifiant", "theme", *STATED_COLUMNS, "chiffres_qui_different", "version", "revise_le",
    "adresse",
)  # fmt: skip
COMMITTEE_COLUMNS = (
    "identifiant", "nom", "commune", "code_insee", "departement", "defend", "etat",
    "origine_information", "source_adresse", "source_date", "adresse",
)  # fmt: skip


def every_fact() -> Iterator[Row]:
    """Yield all published facts, read in one transaction, a few at a time."""
    facts = Fact.objects.published().select_related("topic", "source").order_by("pk")
    with transaction.atomic():
        for fact in facts.iterator(chunk_size=CHUNK):
            yield fact_record(fact)


def every_committee() -> Iterator[Row]:
    """Yield all committees, read in one transaction, a few at a time."""
    with transaction.atomic():
        for committee in Committee.objects.by_place().iterator(chunk_size=CHUNK):
            yield committee_record(committee)


def fact_record(fact: Fact) -> dict[str, str | int]:
    """Return a fact by the names of `FACT_COLUMNS`; its topic and source are already loaded."""
    return {
        "identifiant": fact.slug,
        "theme": fact.topic.title,
        **_stated(fact),
        "chiffres_qui_different": fact.contested_group,
        "version": fact.version,
        "revise_le": fact.revised_at.isoformat(timespec="seconds"),
        "adresse": f"{settings.BASE_URL}{fact.get_absolute_url()}",
    }


def revision_record(revision: FactRevision) -> dict[str, str | int]:
    """Return a fact as it stood after one step, and what that step was."""
    return {
        "numero": revision.number,
        "etape": revision.get_event_display(),
        "motif": revision.reason,
        "le": revision.revised_at.isoformat(timespec="seconds"),
        **_stated(revision),
    }


def committee_record(committee: Committee) -> dict[str, str]:
    """Return a committee by the names of `COMMITTEE_COLUMNS`."""
    return {
        "identifiant": committee.slug,
        "nom": committee.name,
        "commune": committee.town,
        "code_insee": committee.insee_code,
        "departement": committee.departement,
        "defend": committee.defends,
        "etat": committee.get_status_display(),
        "origine_information": committee.evidence,
        "source_adresse": committee.source_url,
        "source_date": committee.source_date,
        "adresse": f"{settings.BASE_URL}{committee.get_absolute_url()}",
    }


def _stated(stated: Stated) -> dict[str, str]:
    source = stated.source
    said = (
        stated.statement, stated.value, stated.unit, stated.as_of, source.title, source.publisher,
        source.url, source.get_kind_display(), stated.note,
    )  # fmt: skip
    return dict(zip(STATED_COLUMNS, said, strict=True))
