"""The public count of a petition: one number with its moment, the same wherever it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ledger.services import sealed_counts
from petitions.models import Petition, Signature


@dataclass(frozen=True, slots=True)
class PublicCount:
    """Signatures counted up to `as_of`, and how they were confirmed."""

    online: int
    as_of: datetime
    level: str


def count_of(petition: Petition) -> PublicCount:
    """Return the count of one petition; one query."""
    return counts_of([petition])[petition.pk]


def counts_of(petitions: Iterable[Petition]) -> dict[int, PublicCount]:
    """Return the count of each petition by its key; one query however many there are.

    Nothing was counted yet of a petition without a sealed count: 0, since its opening.
    """
    listed = list(petitions)
    sealed = sealed_counts(petition.pk for petition in listed) if listed else {}
    level = str(Signature.Level.EMAIL.label)
    counts = {}
    for petition in listed:
        count = sealed.get(petition.pk)
        counts[petition.pk] = PublicCount(
            online=count.online if count else 0,
            as_of=count.sealed_at if count else petition.opens_at,
            level=level,
        )
    return counts
