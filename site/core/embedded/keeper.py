"""The keeper: one process that starts one server, restarts it when it falls, stops it when unused.

Started by `core.embedded.services`, never by hand. It says one line on its standard output, then
closes it: READY, KEPT when another keeper was faster, or the sentence that says what is wrong.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

from core.embedded import locks
from core.embedded.errors import DoesNotStart, EmbeddedError
from core.embedded.postgres import Postgres, creation_error
from core.embedded.privileges import child_options
from core.embedded.server import Server
from core.embedded.valkey import Valkey

READY, KEPT = "ready", "kept"
KEEPER_LOCK, USERS_LOCK, LOG = "keeper.lock", "users.lock", "server.log"
LONGEST_START = 60.0
LONGEST_STOP = 20.0
LONGEST_PAUSE = 15.0
HEALTHY_AFTER = 10.0
LARGEST_LOG = 5_000_000


class Keeper:
    """Keeps `server` up from `run` to its end; `process` is the server's own process."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.process: subprocess.Popen[bytes] | None = None
        self.asked_to_stop = False

    def run(self) -> None:
        """Keep the server up until nobody uses it or somebody asks this process to end.

        Raises:
            EmbeddedError: if the very first start fails.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        try:
            self.start()
            say(READY)
            users = os.open(self.server.folder / USERS_LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            # Once held alone, the lock stays held to the end: newcomers wait for a clean stop.
            while not self.asked_to_stop and not locks.try_alone(users):
                self._restart_if_fallen()
                time.sleep(0.1)
        finally:
            self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            EmbeddedError: if it cannot be prepared, ends, or stays silent for a minute.
        """
        self.server.prepare()
        with self._log() as log:
            before = log.tell()
            self.process = subprocess.Popen(  # noqa: S603  (our own program, our own arguments)
                self.server.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **child_options(dies_with=self.server.stop_signal),  # type: ignore[call-overload]  # one dict of keyword arguments
            )
        give_up = time.monotonic() + LONGEST_START
        while not self.server.answers():
            if self.process.poll() is not None:
                raise self._failure(before, "ended")
            if time.monotonic() > give_up or self.asked_to_stop:
                raise self._failure(before, "does not answer")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server cleanly; kill it only if it does not obey in time."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.server.stop_signal)
        try:
            self.process.wait(LONGEST_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _restart_if_fallen(self) -> None:
        """Start a fallen server again, ever more patiently while it keeps falling."""
        if self.process is not None and self.process.poll() is None:
            return
        pause = 0.0
        while not self.asked_to_stop:
            try:
                self.start()
                return
            except EmbeddedError as error:
                self.stop()
                with self._log() as log:
                    log.write(f"keeper: {error}\n".encode())
            pause = min(pause * 2 or 0.25, LONGEST_PAUSE)
            time.sleep(pause)

    def _failure(self, log_offset: int, what: str) -> EmbeddedError:
        with (self.server.folder / LOG).open("rb") as log:
            log.seek(log_offset)
            words = log.read().decode(errors="replace")
        if "No space left on device" in words:
            return creation_error(words)
        last = words.strip().splitlines()[-1:] or ["it said nothing"]
        where = self.server.folder / LOG
        return DoesNotStart(f"{self.server.name} {what}: {last[0]} (more in {where})")

    def _log(self) -> BinaryIO:
        path = self.server.folder / LOG
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.unlink()
        log = path.open("ab")
        log.seek(0, os.SEEK_END)
        return log

    def _ask_to_stop(self, *_signal: object) -> None:
        self.asked_to_stop = True


def detach() -> None:
    """Go on as a grandchild: who started us may wait for its child, and we may outlive it."""
    if os.fork():
        os._exit(0)


def say(line: str) -> None:
    """Tell the process that started this one, and let go of it: it reads to the end."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def server_named(name: str, folder: Path, *, fast: bool) -> Server:
    """Return the server called `name` whose data lie under `folder`."""
    return Postgres(folder, fast=fast) if name == Postgres.name else Valkey(folder)


def main() -> int:
    """Keep the server named on the command line; return 1 if it cannot start."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=[Postgres.name, Valkey.name])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fast", action="store_true")
    asked = parser.parse_args()
    detach()
    try:
        server = server_named(asked.name, asked.folder, fast=asked.fast)
        with locks.alone(server.folder / KEEPER_LOCK) as mine:
            if not mine:
                say(KEPT)
                return 0
            Keeper(server).run()
    except EmbeddedError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
