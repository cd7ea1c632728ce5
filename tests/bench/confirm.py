"""Measure confirming at growing tables: `python3 run.py bench confirm [--sizes 10000 1000000]`."""

from itertools import islice

from petitions.hiding import new_secret
from tests.bench.growing import at_growing_tables
from tests.bench.harness import Filler, say
from tests.bench.load import Measured, post, press, somewhere
from tests.bench.report import ROUNDS, SECONDS, again, queries_of_post, row

SIZES = [10_000, 100_000, 1_000_000]
# More than any machine confirms in the rounds of one size.
WISHES = 3_000


def main() -> None:
    at_growing_tables(measure, name="confirm", about=__doc__, sizes=SIZES)


def measure(port: int, filling: Filler, *, commits: float | None, first: float | None) -> float:
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
    return done["confirm"].rate


if __name__ == "__main__":
    main()
