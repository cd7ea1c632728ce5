"""Measure asking to sign at growing tables: `python3 run.py bench sign [--sizes 10000 1000000]`."""

import secrets
from collections.abc import Iterator

from tests.bench.growing import at_growing_tables
from tests.bench.harness import Filler
from tests.bench.load import post, somewhere
from tests.bench.report import again, in_turns, queries_of_post, row

SIZES = [10_000, 1_000_000]


def main() -> None:
    at_growing_tables(measure, name="sign", about=__doc__, sizes=SIZES)


def measure(port: int, filling: Filler, *, commits: float | None, first: float | None) -> float:
    """Print what asking reaches, beside hello-world, bare inserts and the smallest table."""
    path = f"/petitions/{filling.slug}/signer/"
    asked = queries_of_post(path, **_typed())
    done = in_turns(
        port, {"hello": again("/bench/hello"), "bare": _forms("/bench/form"), "ask": _forms(path)}
    )
    hello, bare = done["hello"].rate, done["bare"].rate
    row("hello-world", done["hello"], queries=None)
    row("bare form, three inserts", done["bare"], queries=3, hello=hello, commits=commits)
    shares = {"hello": hello, "bare_form": bare, "commits": commits, "the_first_size": first}
    row("asking to sign, new address", done["ask"], queries=asked, **shares)
    return done["ask"].rate


def _forms(path: str) -> Iterator[bytes]:
    while True:
        yield post(path, network=somewhere(), **_typed())


def _typed() -> dict[str, str]:
    address = f"ada.{secrets.token_hex(8)}@example.org"
    return {"name": "Ada Lovelace", "email": address, "postcode": "47200"}


if __name__ == "__main__":
    main()
