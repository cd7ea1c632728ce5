"""Kill processes of a running platform at random while people sign: `bench chaos [--kills 200]`.

Each figure with kills stands beside the same figure without any, before and after them. The exit
status is 1 if anything that somebody was told is not so in the public log.
"""

import argparse
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from tests.bench.harness import FOLDER, ROOT, say
from tests.e2e import demo as demos
from tests.e2e.audit import Audit, Lookout
from tests.e2e.chaos import Fall, falls
from tests.e2e.crowd import Crowd
from tests.e2e.demo import Demo
from tests.e2e.signers import open_petition

BEHIND_A_PROXY = {"TRUSTED_PROXIES": "1"}
SETTLE_LIMIT = 300.0
WARM_UP, WARM_UP_LIMIT = 50, 120.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--steady", type=float, default=30.0, help="seconds without kills")
    parser.add_argument("--seed", type=int, help="of an earlier run: kills in the same order")
    wanted = parser.parse_args()
    # However this ends, the demo is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    seed = wanted.seed if wanted.seed is not None else random.SystemRandom().randrange(10**6)
    FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="chaos-", dir=FOLDER))
    say(f"Starting a platform in {folder.relative_to(ROOT)}/; load {_load()}; --seed {seed}")
    with demos.running(folder, settings=BEHIND_A_PROXY) as demo:
        status = measure(demo, kills=wanted.kills, steady=wanted.steady, seed=seed)
    if not status:  # else its logs say more
        shutil.rmtree(folder)
    return status


def measure(demo: Demo, *, kills: int, steady: float, seed: int) -> int:
    """Print rates with and without kills, how long each fall lasted, and what came out wrong."""
    petition = open_petition(demo)
    audit = Audit(demo, petition, limit=SETTLE_LIMIT)
    with Lookout(demo) as lookout, Crowd(demo, petition) as crowd:
        crowd.wait_for(WARM_UP, limit=WARM_UP_LIMIT)
        bare = [_steady_rate(crowd, steady)]
        began = time.monotonic()
        happened = []
        for fall in falls(demo, kills=kills, chance=random.Random(seed)):  # noqa: S311  (a test)
            say(f"  {fall}   load {_load()}")
            happened.append(fall)
        rate = crowd.rate_between(began, time.monotonic())
        bare.append(_steady_rate(crowd, steady))
    _report_falls(happened)
    _report_rates(rate, bare)
    thanks = sorted(person.thanked_at for person in crowd.thanked)
    say(
        f"longest time                 {_longest_gap(thanks):>6.1f} s without a signature,"
        f" {_longest_gap(lookout.times):.1f} s without a new checkpoint"
    )
    wrong = list(audit.violations(crowd, lookout))
    _report_people(crowd, lookout)
    for sentence in wrong:
        say(f"WRONG: {sentence}")
    say("Verdict: something was lost." if wrong else "Verdict: nothing lost, nothing rewritten.")
    return 1 if wrong else 0


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _steady_rate(crowd: Crowd, seconds: float) -> float:
    began = time.monotonic()
    time.sleep(seconds)
    return crowd.rate_between(began, time.monotonic())


def _longest_gap(times: list[float]) -> float:
    return max(later - earlier for earlier, later in pairwise(times))


def _report_falls(happened: list[Fall]) -> None:
    seconds: dict[str, list[float]] = {}
    for fall in happened:
        name = fall.roles[0] if len(fall.roles) == 1 else "two at once"
        seconds.setdefault(name, []).append(fall.seconds)
    for name, each in sorted(seconds.items()):
        median, worst = statistics.median(each), max(each)
        say(f"{name:<28} {len(each):>4} falls   median {median:5.1f} s   worst {worst:5.1f} s")


def _report_rates(rate: float, bare: list[float]) -> None:
    usual = statistics.mean(bare)
    say(f"signatures without kills     {bare[0]:>6.1f} /s before, {bare[1]:.1f} /s after")
    say(f"signatures under kills       {rate:>6.1f} /s   {100 * rate / usual:.0f} % of those")


def _report_people(crowd: Crowd, lookout: Lookout) -> None:
    letters = crowd.postman.letters
    twice = sum(letters[address] > 1 for address in crowd.wishes)
    withdrawn = sum(person.told_out for person in crowd.people)
    say(
        f"{len(crowd.thanked)} signatures were acknowledged, {withdrawn} withdrawals;"
        f" {len(crowd.wishes)} people asked, {twice} of them got their letter twice,"
        f" {len(crowd.gave_up)} gave up waiting;"
        f" {len(lookout.notes)} checkpoints were seen."
    )


if __name__ == "__main__":
    sys.exit(main())
