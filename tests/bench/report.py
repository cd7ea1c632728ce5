"""Press several pages in turns, and say what came out beside what each is compared with."""

from collections.abc import Iterator, Mapping
from itertools import count, repeat

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.harness import say
from tests.bench.load import HOST, Measured, get, press

ROUNDS, SECONDS = 4, 1.5
OWN_STATEMENTS = ("BEGIN", "COMMIT", "ROLLBACK")


def in_turns(port: int, works: Mapping[str, Iterator[bytes]]) -> dict[str, Measured]:
    """Press every work for a while, and again: what else the machine does meets them all alike."""
    for requests in works.values():
        press(port, requests_for(0.5, requests), seconds=0.5)
    measured = dict.fromkeys(works, Measured())
    for turn in range(ROUNDS):
        say(f"  turn {turn + 1} of {ROUNDS}…")
        for name, requests in works.items():
            measured[name] += press(port, requests_for(SECONDS, requests), seconds=SECONDS)
    return measured


def requests_for(seconds: float, requests: Iterator[bytes]) -> list[bytes]:
    """Take more requests than any server answers in `seconds`; the load generator is a fork."""
    return [request for _, request in zip(range(int(20_000 * seconds)), requests, strict=False)]


def again(path: str) -> Iterator[bytes]:
    """Ask for one address for ever: after the first answer, the page cache may serve it."""
    return repeat(get(path))


def anew(path: str) -> Iterator[bytes]:
    """Ask for one page under ever new addresses, which no cache has seen."""
    return (get(f"{path}?bench={number}") for number in count())


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
        f"{name:<40} {measured.rate:>7.0f} /s   p50 {measured.within(0.5):6.1f} ms   "
        f"p99 {measured.within(0.99):6.1f} ms   {asked:<10} {_shares(measured, others)}"
    )
    refused = {status: number for status, number in measured.statuses.items() if status >= 400}
    if refused:
        say(f"    Not a valid measure: {refused} were refusals or errors.")


def _shares(measured: Measured, others: Mapping[str, float | None]) -> str:
    return "   ".join(
        f"{100 * measured.rate / rate:.1f} % of {what.replace('_', ' ')}"
        for what, rate in others.items()
        if rate
    )


def _statements(captured: CaptureQueriesContext) -> int:
    asked = [query["sql"] for query in captured.captured_queries]
    return sum(not statement.startswith(OWN_STATEMENTS) for statement in asked)


def _client() -> Client:
    return Client(headers={"host": HOST, "x-forwarded-proto": "https"})
