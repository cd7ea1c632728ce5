"""Read what may be taken out of the count, and what was: by whom, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef

from ledger import store
from ledger.models import Entry
from ledger.sed1.entries import Decision, Kind, Reason

# A WITHDRAW has no reason; that of an ANNUL stands after its type and its index.
_BY_REASON = """
    SELECT CASE kind WHEN %(annul)s THEN get_byte(body, 9) END AS reason, count(*)
    FROM ledger_entry
    WHERE petition = %(petition)s AND kind IN (%(withdraw)s, %(annul)s) AND index IS NOT NULL
    GROUP BY reason
"""


@dataclass(frozen=True, slots=True)
class Removals:
    """How many signatures of one petition the log takes out of the count, by reason."""

    by_receipt: int
    by_mail: int
    fraud: int
    court_order: int


def removals_of(petition: int) -> Removals:
    """Return how many signatures of `petition` were taken back or annulled, as sealed; 1 query."""
    values = {"petition": petition, "withdraw": Kind.WITHDRAW.value, "annul": Kind.ANNUL.value}
    with connection.cursor() as cursor:
        cursor.execute(_BY_REASON, values)
        found: dict[int | None, int] = dict(cursor.fetchall())
    return Removals(
        by_receipt=found.get(None, 0),
        by_mail=found.get(Reason.BY_MAIL, 0),
        fraud=found.get(Reason.FRAUD, 0),
        court_order=found.get(Reason.COURT_ORDER, 0),
    )


def live_signatures(petition: int, indexes: Iterable[int]) -> dict[int, bytes]:
    """Return, by index, the C of those entries that are signatures of `petition` and count.

    One of which the removal waits to be sealed is not listed any more.
    """
    removal = Entry.objects.filter(removes=OuterRef("commitment"))
    signed = Entry.objects.filter(kind=Kind.SIGN, petition=petition, index__in=list(indexes))
    rows = signed.filter(~Exists(removal)).order_by("index").values_list("index", "commitment")
    return {index: bytes(c) for index, c in rows if index is not None and c is not None}


def live_among(petition: int, commitments: Iterable[bytes]) -> dict[int, bytes]:
    """Return, by index, those of these C that are sealed signatures of `petition` and count."""
    removal = Entry.objects.filter(removes=OuterRef("commitment"))
    signed = Entry.objects.sealed().filter(
        kind=Kind.SIGN, petition=petition, commitment__in=list(commitments)
    )
    rows = signed.filter(~Exists(removal)).order_by("index").values_list("index", "commitment")
    return {index: bytes(c) for index, c in rows if index is not None and c is not None}


def is_removed(commitment: bytes) -> bool:
    """Tell whether the signature with this C was taken out of the count, sealed or not."""
    return Entry.objects.filter(removes=commitment).exists()


def index_of_decision(digest: bytes) -> int | None:
    """Return where the published log holds the decision whose object has this hash, or None.

    Raises:
        Invalid: if the published checkpoint was damaged.
    """
    published = store.published_checkpoint()
    public = Entry.objects.filter(index__lt=published.size if published else 0)
    decisions = public.filter(kind=Kind.DECISION, body=Decision(digest).to_bytes())
    return decisions.values_list("index", flat=True).first()


def is_key_destroyed(petition: int) -> bool:
    """Answer whether the log states, or is about to state, that the petition's key is gone."""
    return Entry.objects.filter(kind=Kind.KEY_DESTROYED, petition=petition).exists()
