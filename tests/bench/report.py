"""Press one page after another, and say what came out beside what it is compared with."""

from collections.abc import Iterator
from itertools import count, repeat

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.harness import say
from tests.bench.load import HOST, Measured, get, press

SECONDS = 5.0
OWN_STATEMENTS = ("BEGIN", "COMMIT", "ROLLBACK")


def measure_page(port: int, path: str) -> Measured:
    """Press one address again and again: after the first, the page cache may answer."""
    press(port, repeat(get(path)), seconds=1)
    return press(port, repeat(get(path)), seconds=SECONDS)


def measure_uncached(port: int, path: str) -> Measured:
    """Press one page under ever new addresses, which no cache has seen."""
    fresh = (get(f"{path}?bench={number}") for number in count())
    return press(port, fresh, seconds=SECONDS)


def queries_of_get(path: str) -> int:
    """Return how many statements a page asks when no cache has it."""
    with CaptureQueriesContext(connection) as captured:
        _client().get(f"{path}?bench=-1")
    return _statements(captured)


def queries_of_post(path: str, **fields: str) -> int:
    """Return how many statements a form asks, transactions aside."""
    with CaptureQueriesContext(connection) as captured:
        _client().post(path, fields)
    return _statements(captured)


def row(name: str, measured: Measured, *, queries: int | None, **others: float | None) -> None:
    """Print one measure, and its share of each of the `others`."""
    asked = "" if queries is None else f"{queries} queries"
    say(
        f"{name:<46} {measured.rate:>7.0f} /s   p50 {measured.p50:6.1f} ms   "
        f"p99 {measured.p99:6.1f} ms   {asked:<10} {'   '.join(_shares(measured, others))}"
    )
    unexpected = {status: n for status, n in measured.statuses.items() if status >= 400}
    if unexpected:
        say(f"    Not a valid measure: {unexpected} answers were refusals or errors.")


def _shares(measured: Measured, others: dict[str, float | None]) -> Iterator[str]:
    for what, rate in others.items():
        if rate:
            yield f"{100 * measured.rate / rate:.1f} % of {what.replace('_', ' ')}"


def _statements(captured: CaptureQueriesContext) -> int:
    asked = [query["sql"] for query in captured.captured_queries]
    return sum(not statement.startswith(OWN_STATEMENTS) for statement in asked)


def _client() -> Client:
    return Client(headers={"host": HOST, "x-forwarded-proto": "https"})
