"""Measure confirming at growing tables: `python3 run.py bench confirm [--sizes 10000 1000000]`."""

import argparse
from itertools import islice

from petitions.hiding import new_secret
from tests.bench.harness import Filler, filler, platform, say, single_row_commits
from tests.bench.load import Measured, post, press, somewhere
from tests.bench.report import ROUNDS, SECONDS, again, queries_of_post, row

SIZES = [10_000, 100_000, 1_000_000]
# More than any machine confirms in the rounds of one size.
WISHES = 3_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench confirm", description=__doc__)
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
            measured = measure(port, filling, commits=commits, first=first)
            first = first or measured.rate


def measure(port: int, filling: Filler, *, commits: float | None, first: float | None) -> Measured:
    """Print what confirming reaches, beside hello-world and the smallest table of this run."""
    before = filling.count()
    waiting = list(filling.wait(WISHES))
    one = waiting.pop()
    asked = queries_of_post(one.path, code=one.code, secret=new_secret())
    codes = (
        post(wish.path, network=somewhere(), code=wish.code, secret=new_secret())
        for wish in waiting
    )
    done = {"hello": Measured(), "confirm": Measured()}
    for _ in range(ROUNDS):
        done["hello"] += press(port, again("/bench/hello"), seconds=SECONDS)
        done["confirm"] += press(port, list(islice(codes, WISHES // ROUNDS)), seconds=60)
    shares = {"hello": done["hello"].rate, "commits": commits, "the_first_size": first}
    row(f"confirming, {before:,} in the table", done["confirm"], queries=asked, **shares)
    expected = before + done["confirm"].statuses.get(200, 0) + 1
    stored = filling.count()
    verdict = "none lost, none doubled" if stored == expected else f"expected {expected:,}"
    say(f"    {stored:,} signatures in the table: {verdict}.")
    return done["confirm"]


if __name__ == "__main__":
    main()
