"""Thresholds, dispatches and what comes of petitions, for tests."""

from datetime import date, datetime
from typing import Any

from ledger.models import SealedCount
from petitions.models import Dispatch, Petition, Threshold
from petitions.services import record_answer, record_dispatch, set_threshold
from tests.factories.petitions import NOW

SENT = date(2026, 11, 1)
ANSWER: dict[str, Any] = {
    "answered_on": date(2026, 11, 20),
    "summary": "Le ministère propose une concertation.",
    "answer": "Madame, Monsieur,\n\nUne concertation sera ouverte.",
    "source_url": "https://www.example.org/reponse",
    "at": NOW,
}


def make_threshold(petition: Petition, **kwargs: Any) -> Threshold:
    """Set a threshold of 100 signatures."""
    asked: dict[str, Any] = {
        "signatures": 100,
        "areas": 0,
        "per_area": 0,
        "leads_to": "Une rencontre est demandée.",
    }
    return set_threshold(petition=petition, **(asked | kwargs))


def count(petition: Petition, online: int, *, at: datetime = NOW) -> None:
    """Say that `online` signatures of `petition` were sealed."""
    said = {"online": online, "sealed_at": at}
    SealedCount.objects.update_or_create(petition=petition.pk, defaults=said)


def send(petition: Petition, **kwargs: Any) -> Dispatch:
    """Hand a petition to the ministry, on 1 November 2026."""
    handed: dict[str, Any] = {"addressee": "Ministère de la Santé", "sent_on": SENT, "at": NOW}
    return record_dispatch(petition=petition, **(handed | kwargs))


def answer(dispatch: Dispatch, **kwargs: Any) -> Dispatch:
    """Publish what the ministry answers on 20 November 2026."""
    return record_answer(dispatch=dispatch, **(ANSWER | kwargs))
