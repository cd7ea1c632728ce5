"""The processes of a demo, found from outside, to be killed one after the other."""

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.demo import Demo

PROC = Path("/proc")
PATIENCE = 60.0


@dataclass(frozen=True)
class Process:
    """One process as /proc shows it; `words` is its command line."""

    pid: int
    parent: int
    words: str


# What to kill: a name for people, and how to tell its processes among those of the demo.
type Role = Callable[[Process, Demo], bool]

ROLES: dict[str, Role] = {
    "a web worker": lambda found, demo: (
        " granian " in found.words and found.parent != demo.process.pid
    ),
    "the web server": lambda found, demo: (
        " granian " in found.words and found.parent == demo.process.pid
    ),
    "the worker": lambda found, _: " celery " in found.words and " worker " in found.words,
    "the clock": lambda found, _: " celery " in found.words and " beat " in found.words,
    "a database connection": lambda found, _: found.words.startswith("postgres: postgres "),
    "the database": lambda found, _: "bin/postgres -D" in found.words,
    "the broker": lambda found, _: "valkey-server" in found.words,
    "the keeper of the database": lambda found, _: "embedded.keeper postgres" in found.words,
    "the keeper of the broker": lambda found, _: "embedded.keeper valkey" in found.words,
}


def alive(demo: Demo) -> list[Process]:
    """Return every living process of `demo`: its own, its keepers', and all that these started.

    Once the demo is dead its orphans are known by its folder or its port alone.
    """
    everything = list(_everything())
    marks = (str(demo.folder), f"--port {demo.port} ")
    kept = {found.pid for found in everything if any(mark in found.words for mark in marks)}
    kept.add(demo.process.pid)
    grown = -1
    while grown != len(kept):
        grown = len(kept)
        kept |= {found.pid for found in everything if found.parent in kept}
    return [found for found in everything if found.pid in kept]


def playing(role: str, demo: Demo) -> set[int]:
    """Return the process numbers that play `role` in `demo` right now."""
    return {found.pid for found in alive(demo) if ROLES[role](found, demo)}


def kill_one(role: str, demo: Demo) -> int:
    """Kill one process of `role` at once, without a word; return its number.

    What fell a moment ago may not stand yet: it is waited for.
    """
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with contextlib.suppress(IndexError, ProcessLookupError):
            victim = random.choice(sorted(playing(role, demo)))  # noqa: S311  (any will do)
            os.kill(victim, signal.SIGKILL)
            return victim
        time.sleep(0.1)
    raise AssertionError(f"Nobody was {role} for {PATIENCE:.0f} s.")


def _everything() -> list[Process]:
    found = []
    for folder in PROC.glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            state, parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        if state != "Z" and words:
            found.append(Process(int(folder.name), int(parent), words))
    return found
