"""Debates, contributions and their revisions."""

from debates.models.contribution import Contribution, ContributionQuerySet
from debates.models.debate import Debate, DebateQuerySet
from debates.models.revision import MAX_CHARACTERS, Revision

__all__ = [
    "MAX_CHARACTERS",
    "Contribution",
    "ContributionQuerySet",
    "Debate",
    "DebateQuerySet",
    "Revision",
]
