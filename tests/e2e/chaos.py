"""Kill processes of a demo while people use it, and see how long each takes to come back."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.e2e import victims
from tests.e2e.demo import Demo
from tests.e2e.signers import send

RETURN_LIMIT = 90.0
LOOK_EVERY = 0.2
# In so many of the rounds a second process dies with the first.
TWO_AT_ONCE = 0.2
LONGEST_REST = 2.0


@dataclass(frozen=True)
class Fall:
    """What was killed at one moment, and after how many seconds all was well again."""

    roles: tuple[str, ...]
    seconds: float

    def __str__(self) -> str:
        return f"{' and '.join(self.roles)}: back after {self.seconds:.1f} s"


def wait_until(true: Callable[[], object], *, limit: float, otherwise: str) -> float:
    """Return after how many seconds `true` came true."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < limit, f"{otherwise} in {limit:.0f} s"
        time.sleep(LOOK_EVERY)
    return time.monotonic() - began


def kill_and_wait(demo: Demo, *roles: str) -> Fall:
    """Kill one process of each role; return once others play it, and the platform is ready."""
    before = {role: len(victims.playing(role, demo)) for role in roles}
    killed = {role: victims.kill_one(role, demo) for role in roles}

    def are_back() -> bool:
        return all(_is_back(role, demo, killed[role], before[role]) for role in roles)

    took = wait_until(are_back, limit=RETURN_LIMIT, otherwise=f"{roles} did not come back")
    took += wait_until(lambda: _is_ready(demo), limit=RETURN_LIMIT, otherwise="not ready")
    return Fall(roles, took)


def falls(demo: Demo, *, kills: int, chance: random.Random) -> Iterator[Fall]:
    """Kill so many processes at random, with a short rest after each; yield what happened."""
    while kills:
        together = 1 + (kills > 1 and chance.random() < TWO_AT_ONCE)
        # The keeper's server falls with it, and a web server's workers: each role dies once.
        yield kill_and_wait(demo, *chance.sample(list(victims.ROLES), together))
        kills -= together
        time.sleep(chance.uniform(0, LONGEST_REST))


def _is_back(role: str, demo: Demo, victim: int, before: int) -> bool:
    now = victims.playing(role, demo)
    return victim not in now and (len(now) >= max(1, before) or "connection" in role)


def _is_ready(demo: Demo) -> bool:
    return send(demo, "GET", "/readyz").status == 200
