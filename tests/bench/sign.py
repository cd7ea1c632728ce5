"""Measure asking to sign at growing tables: `python3 run.py bench sign [--sizes 10000 1000000]`."""

import argparse
import secrets
from collections.abc import Iterator

from tests.bench.harness import filler, platform, say, single_row_commits
from tests.bench.load import post, somewhere
from tests.bench.report import again, in_turns, queries_of_post, row

SIZES = [10_000, 1_000_000]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench sign", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="of the table")
    wanted = parser.parse_args()
    with platform() as port:
        commits = single_row_commits()
        if commits is not None:
            say(f"{'single-row commits, pgbench':<40} {commits:>7.0f} /s")
        filling = filler()
        first = None
        for size in sorted(wanted.sizes):
            filling.fill_up_to(size)
            rate = measure(port, filling.slug, commits=commits, first=first)
            first = first or rate


def measure(port: int, slug: str, *, commits: float | None, first: float | None) -> float:
    """Print what asking reaches, beside hello-world, bare inserts and the smallest table."""
    path = f"/petitions/{slug}/signer/"
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
