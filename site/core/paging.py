"""Lists a page at a time, by key: what comes after a row, never the row number so and so."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from core.http import after_key


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """Some rows of a list; `next` and `first` are addresses, empty where there is nowhere to go."""

    rows: list[Row]
    next: str
    first: str


def page_of[Row: Model](
    rows: QuerySet[Row],
    *,
    size: int,
    key: Callable[[Row], int],
    position: int | None,
    **kept: str,
) -> Page[Row]:
    """Cut a page off `rows`, which already start after `position`; one query.

    Args:
        size: rows on a page; one more is read, to know whether there are others.
        key: what the next address says of the last row, for `core.http.after_key`.
        position: what this page's own address said; None on the first page.
        kept: parameters that every address of the list keeps, such as a search; empty ones go.
    """
    listed = list(rows[: size + 1])
    shown = listed[:size]
    said = {name: value for name, value in kept.items() if value}
    return Page(
        rows=shown,
        next=f"?{urlencode(said | {'apres': key(shown[-1])})}" if len(listed) > size else "",
        first="" if position is None else f"?{urlencode(said)}",
    )


def newest_page[Row: Model](
    request: HttpRequest, rows: QuerySet[Row], *, size: int, **kept: str
) -> Page[Row]:
    """Cut off `rows`, newest first, the page that the address asks for; one query.

    Args:
        rows: in any order; they are put in that of their keys.
        size, kept: as for `page_of`.

    Raises:
        BadPosition: if the address says another place than a key; Django answers 400.
    """
    position = after_key(request)
    rows = rows.order_by("-pk")
    if position is not None:
        rows = rows.filter(pk__lt=position)
    return page_of(rows, size=size, key=lambda row: row.pk, position=position, **kept)
