"""Starts the demo's processes, restarts those that end, stops them all together."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.embedded import EmbeddedError, Services
from core.embedded.privileges import die_with_parent

HEALTHY_AFTER = 10.0
LONGEST_PAUSE = 30.0
PATIENCE = 10.0
LARGEST_LOG = 5_000_000


@dataclass
class Child:
    """One process that must run; `start` and `tend` keep it so."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = field(default=0.0)
    not_before: float = field(default=0.0)

    def start(self) -> None:
        """Start the process in a session of its own; the kernel ends it with this one."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.unlink()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  (our own programs)
                list(self.command),
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=tied_to_us(),
            )
        self.started_at = time.monotonic()

    def tend(self) -> None:
        """Start the process again if it has ended: at once the first time, then ever later."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.not_before:
            self.kill()  # what it had started may still hold the port
            self.failures = 0 if now - self.started_at > HEALTHY_AFTER else self.failures + 1
            pause = min(2.0**self.failures - 1, LONGEST_PAUSE)
            self.not_before = now + pause
            print(f"The {self.name} ended; it starts again. (more in {self.log})", flush=True)  # noqa: T201
        if now >= self.not_before:
            self.not_before = 0.0
            self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """Kill the process and all that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Keeps `children` and `services` up until `stop` is asked for."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.children: list[Child] = []
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def start(self, *children: Child) -> None:
        for child in children:
            child.start()
            self.children.append(child)

    def tend(self) -> None:
        """Look after everything once; to be called several times a second."""
        try:
            self.services.revive()
        except EmbeddedError as error:
            print(error, flush=True)  # noqa: T201
        for child in self.children:
            child.tend()
        time.sleep(0.2)

    def stop(self) -> None:
        """End every child: politely, then not."""
        for child in self.children:
            child.ask_to_stop()
        give_up = time.monotonic() + PATIENCE
        while any(child.process and child.process.poll() is None for child in self.children):
            if time.monotonic() > give_up:
                break
            time.sleep(0.05)
        for child in self.children:
            child.kill()

    def _ask_to_stop(self, *_signal: object) -> None:
        self.stopping = True


def tied_to_us() -> Callable[[], None]:
    """Return what a child runs before its program, to end with us, even if we just died."""
    us = os.getpid()

    def tie() -> None:
        die_with_parent(signal.SIGTERM)
        if os.getppid() != us:
            os._exit(1)

    return tie
