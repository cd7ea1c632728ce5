"""Measure one thing again while the table of signatures grows."""

import argparse
from collections.abc import Sequence
from typing import Protocol

from tests.bench.harness import Filler, filler, platform, say, single_row_commits


class Measure(Protocol):
    """Print what is reached at one size; return the answers a second."""

    def __call__(
        self, port: int, filling: Filler, /, *, commits: float | None, first: float | None
    ) -> float: ...


def at_growing_tables(measure: Measure, *, name: str, about: str, sizes: Sequence[int]) -> None:
    """Measure at each of `sizes`, or at those that the command line names, the smallest first."""
    parser = argparse.ArgumentParser(prog=f"bench {name}", description=about)
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="of the table")
    wanted = parser.parse_args()
    with platform() as port:
        commits = single_row_commits()
        if commits is not None:
            say(f"{'single-row commits, pgbench':<40} {commits:>7.0f} /s")
        filling, first = filler(), None
        for size in sorted(wanted.sizes):
            filling.fill_up_to(size)
            rate = measure(port, filling, commits=commits, first=first)
            first = first or rate
