"""Proposals of anybody's for tests, at each step before they open."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from petitions.models import Petition, RefusalReason, Review
from petitions.models.review import SUPPORTERS_NEEDED
from petitions.services import Wording, propose, save_reason, seek_support, support
from tests.factories.accounts import make_user
from tests.factories.petitions import NOW

TITLE = "Un guichet humain dans chaque hôpital"
EXPLANATION = "La demande ne dit pas à quel service elle s’adresse."
# What a browser posts.
TYPED = {
    "title": TITLE,
    "text": "Nous demandons un guichet tenu par une personne.",
    "details": "Beaucoup de gens n’ont pas d’ordinateur.",
    "addressees": "Ministère de la Santé\nAgences régionales de santé",
    "sources": "https://example.org/rapport",
}


def make_wording(**kwargs: Any) -> Wording:
    """Return what a valid form says."""
    said: dict[str, Any] = {
        "title": TITLE,
        "text": TYPED["text"],
        "details": TYPED["details"],
        "addressees": ["Ministère de la Santé"],
        "sources": [TYPED["sources"]],
    }
    return Wording(**(said | kwargs))


def make_proposal_draft(author: User | None = None, **kwargs: Any) -> Petition:
    """Return a draft that only its author sees."""
    return propose(author=author or make_user(), wording=make_wording(**kwargs), at=NOW)


def make_collecting(author: User | None = None, *, supporters: int = 0, **kwargs: Any) -> Petition:
    """Return a proposal that looks for supporters since NOW, or has enough."""
    petition = make_proposal_draft(author, **kwargs)
    seek_support(petition=petition, at=NOW)
    for _ in range(supporters):
        support(petition=petition, user=make_user(), at=NOW)
    petition.refresh_from_db()
    return petition


def make_review(author: User | None = None, *, days_ago: int = 0, **kwargs: Any) -> Review:
    """Return the review of a proposal that has its supporters, asked `days_ago`."""
    petition = make_collecting(author, supporters=SUPPORTERS_NEEDED, **kwargs)
    review = petition.reviews.get()
    review.opened_at = NOW - timedelta(days=days_ago)
    review.save()
    return review


def make_reason(**kwargs: Any) -> RefusalReason:
    """Return a reason that reviewers may give, whose refusals show the text."""
    said: dict[str, Any] = {
        "code": "illisible",
        "title": "Illisible",
        "text": "On ne comprend pas.",
        "hides": False,
    }
    return save_reason(**(said | kwargs))
