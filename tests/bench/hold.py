"""Hold a rate of confirmations for a time: `python3 run.py bench hold [--rate 100 --minutes 15]`.

Arrivals keep their own clock: one that waits for a free connection has waited all the same. The
sequencer seals meanwhile, as in production. The exit status is 1 if the goal is missed.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from petitions.hiding import new_secret
from tests.bench.harness import ROOT, Filler, filler, platform, say
from tests.bench.load import Measured, keep_rate, post, press, somewhere
from tests.bench.report import SECONDS, again

GOAL_MS, PART = 500.0, 0.95
STEP_SECONDS = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench hold", description=__doc__)
    parser.add_argument("--rate", type=int, default=100, help="confirmations a second")
    parser.add_argument("--minutes", type=float, default=15.0)
    wanted = parser.parse_args()
    with platform() as port, _sequencer():
        return measure(port, filler(), rate=wanted.rate, minutes=wanted.minutes)


def measure(port: int, filling: Filler, *, rate: int, minutes: float) -> int:
    """Print each minute's delays, then the whole; return the exit status."""
    hello = press(port, again("/bench/hello"), seconds=SECONDS)
    say(f"hello-world at full speed                {hello.rate:>7.0f} /s")
    before, whole, left = filling.count(), Measured(), minutes * 60
    while left > 0:
        seconds = min(left, STEP_SECONDS)
        wishes = filling.wait(int(rate * seconds))
        posts = [
            post(wish.path, network=somewhere(), code=wish.code, secret=new_secret())
            for wish in wishes
        ]
        measured = keep_rate(port, posts, rate=rate)
        _say("one minute", measured)
        whole += measured
        left -= seconds
    _say("in all", whole)
    stored, expected = filling.count(), before + whole.statuses.get(200, 0)
    held = whole.within(PART) <= GOAL_MS and set(whole.statuses) == {200} and stored == expected
    say(f"{stored:,} signatures, {expected:,} expected. {'Held.' if held else 'NOT held.'}")
    return 0 if held else 1


def _say(name: str, measured: Measured) -> None:
    say(
        f"{name:<20} {measured.rate:>6.1f} /s   p50 {measured.within(0.5):6.1f} ms   "
        f"p95 {measured.within(PART):6.1f} ms   p99 {measured.within(0.99):6.1f} ms   "
        f"{dict(measured.statuses)}"
    )


@contextmanager
def _sequencer() -> Iterator[None]:
    """Let a process of its own seal and publish what waits, as the worker does."""
    sealing = [sys.executable, "manage.py", "ledger_seal", "--watch"]
    process = subprocess.Popen(sealing, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield
        if process.poll() is not None:
            raise SystemExit("The sequencer stopped; see above.")
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
