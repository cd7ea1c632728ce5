"""What open data say of petitions: the same names and numbers in every format, each explained."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.open_data import LICENCE, LICENCE_URL, Row
from petitions.departures import departures_of
from petitions.figures import PlaceFigures, PublicCount, count_of, counts_of, places_of
from petitions.models import Dispatch, Mirror, Petition, Threshold
from petitions.timeline import timeline_of, versions_of

BATCH = 200
FIELDS = {
    "petition": _("l’adresse courte de la pétition, qui ne change pas"),
    "log_number": _("son numéro dans le registre public"),
    "title": _("son titre"),
    "url": _("sa page"),
    "version": _("la version du texte que l’on signe : 1, puis 2 si elle a été modifiée"),
    "text_sha256": _("l’empreinte de ce texte, que le registre public nomme"),
    "status": _("open : ouverte ; closed, answered, archived : close"),
    "opens_at": _("le moment de l’ouverture"),
    "closes_at": _("le moment de la clôture, prévue ou passée"),
    "as_of": _("le moment où les totaux qui suivent ont été comptés"),
    "online_signatures": _("total des signatures confirmées par courriel ou au guichet"),
    "desk_signatures_by_tens": _(
        "celles du guichet, comprises dans ce total : un multiple de dix, une fois par jour"
    ),
    "paper_signatures": _("total des lignes sur papier, relues ; en plus du total en ligne"),
    "online_signatures_at_closing": _("le total en ligne à la clôture ; vide avant"),
    "paper_signatures_at_closing": _("le total sur papier à la clôture ; vide avant"),
    "hour_utc": _("une heure ronde, en temps universel ; une heure sans changement manque"),
    "online_signatures_total": _("le total en ligne au début de cette heure, pas les nouvelles"),
    "paper_signatures_total": _("le total sur papier au début de cette heure"),
    "area": _("le numéro du département ; 99 : à l’étranger ; 00 : non indiqué"),
    "name": _("le nom du département"),
    "level": _("comment ces signatures ont été confirmées"),
}
COUNT_COLUMNS = tuple(FIELDS)[: list(FIELDS).index("hour_utc")]
PLACE_COLUMNS = ("petition", "as_of", "area", "name", "level", "online_signatures")


def count_row(petition: Petition, count: PublicCount) -> Row:
    """Return the count of `petition`, by the names of `COUNT_COLUMNS`."""
    is_ended = count.at_closing is not None
    said = (
        petition.slug,
        petition.pk,
        petition.title,
        f"{settings.BASE_URL}{petition.get_absolute_url()}",
        petition.version,
        petition.text_sha256,
        petition.status,
        petition.opens_at.isoformat(),
        petition.closes_at.isoformat(),
        count.as_of.isoformat(),
        count.online,
        count.desk,
        count.paper,
        count.at_closing,
        count.paper_at_closing if is_ended else None,
    )
    return dict(zip(COUNT_COLUMNS, said, strict=True))


def every_count() -> Iterator[Row]:
    """Yield the count of every petition ever opened, a few at a time, in one transaction."""
    with transaction.atomic():
        petitions = Petition.objects.published().order_by("pk").iterator(chunk_size=BATCH)
        for some in batched(petitions, BATCH):
            counts = counts_of(some)
            for petition in some:
                yield count_row(petition, counts[petition.pk])


def whole(petition: Petition, *, at: datetime) -> dict[str, Any]:
    """Return all that is public of `petition` at `at`, in at most 12 queries."""
    removals = departures_of(petition).removals
    return {
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        **count_row(petition, count_of(petition)),
        "removed_signatures": {
            "withdrawn_with_receipt": removals.by_receipt,
            "withdrawn_by_mail": removals.by_mail,
            "annulled_for_fraud": removals.fraud,
            "annulled_by_court_order": removals.court_order,
        },
        "by_area": by_area(places_of(petition)),
        "versions": _versions(petition),
        "thresholds": [_threshold(row) for row in petition.thresholds.all()],
        "sent_to": [_dispatch(row) for row in petition.dispatches.all()],
        "petitions_elsewhere": [_mirror(row) for row in petition.mirrors.all()],
        "timeline": [
            {
                "step": event.kind,
                "label": event.get_kind_display(),
                "at": event.at.isoformat(),
                "note": event.note,
                "source_url": event.url,
            }
            for event in timeline_of(petition, at=at)
        ],
    }


def by_area(places: PlaceFigures) -> dict[str, Any]:
    """Return the figures by area as open data say them; each is a multiple of ten."""
    return {
        "as_of": _day(places.day),
        "areas": [
            {
                "area": row.code,
                "name": row.name,
                "level": row.level,
                "online_signatures": row.number,
            }
            for row in places.rows
        ],
    }


def _versions(petition: Petition) -> list[dict[str, Any]]:
    return [
        {
            "version": version.number,
            "text_sha256": version.text_sha256,
            "since": version.event.at.isoformat() if version.event else None,
            "change": version.event.note if version.event else "",
        }
        for version in versions_of(petition)
    ]


def _threshold(row: Threshold) -> dict[str, Any]:
    return {
        "signatures": row.signatures,
        "areas": row.areas,
        "signatures_by_area": row.per_area,
        "leads_to": row.leads_to,
        "reached_at": row.reached_at.isoformat() if row.reached_at else None,
    }


def _dispatch(row: Dispatch) -> dict[str, Any]:
    return {
        "addressee": row.addressee,
        "sent_on": _day(row.sent_on),
        "answered_on": _day(row.answered_on),
        "answer_summary": row.summary,
        "answer": row.answer,
        "source_url": row.source_url,
    }


def _mirror(row: Mirror) -> dict[str, Any]:
    return {
        "assembly": row.house,
        "title": row.title,
        "url": row.url,
        "signatures_shown_there": row.signatures,
        "read_on": _day(row.counted_on),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
