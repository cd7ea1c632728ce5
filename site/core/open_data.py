"""Write open data: CSV and JSON, streamed row by row, the same for everybody."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import StreamingHttpResponse

LICENCE = "Licence Ouverte 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
# A cell that begins so is a formula to a spreadsheet; an apostrophe makes it text again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

# A cell is text, a number or None; a moment is text already, so that every format says the same.
type Row = Mapping[str, str | int | float | None]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a CSV file line by line: RFC 4180, commas, a first line of column names."""
    writer = csv.writer(_Echo())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([_cell(row[column]) for column in columns])


def json_pieces(head: Mapping[str, Any], name: str, rows: Iterable[Row]) -> Iterator[str]:
    """Yield one JSON object in pieces: the members of `head`, then `rows` as the list `name`."""
    yield _json(head)[:-1] + (", " if head else "") + f'"{name}": ['
    separator = "\n"
    for row in rows:
        yield separator + _json(row)
        separator = ",\n"
    yield "\n]}\n"


def csv_response(
    columns: Sequence[str], rows: Iterable[Row], *, name: str
) -> StreamingHttpResponse:
    """Answer with a CSV file called `name`."""
    response = StreamingHttpResponse(
        csv_lines(columns, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _open_to_all(response)


def json_response(rows: Iterable[Row], *, name: str, **head: Any) -> StreamingHttpResponse:
    """Answer with a JSON object: licence, then `head`, then `rows` as the list `name`."""
    said = {"licence": LICENCE, "licence_url": LICENCE_URL, **head}
    return _open_to_all(
        StreamingHttpResponse(json_pieces(said, name, rows), content_type="application/json")
    )


def _open_to_all(response: StreamingHttpResponse) -> StreamingHttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _cell(value: str | float | None) -> str | float | None:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
