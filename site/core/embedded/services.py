"""The user's side: hold the servers for a block of code, joining those that already run."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.embedded import keeper, locks
from core.embedded.errors import DoesNotStart, EmbeddedError
from core.embedded.postgres import Postgres
from core.embedded.server import Server
from core.embedded.valkey import Valkey

LONGEST_WAIT = 90.0
ADDRESSES = ("DATABASE_URL", "BROKER_URL")


@dataclass(frozen=True)
class Services:
    """The servers of one folder, held for a block.

    Attributes:
        environment: `DATABASE_URL` and `BROKER_URL`, as `config.env` reads them.
    """

    folder: Path
    fast: bool
    servers: tuple[Server, ...]
    environment: dict[str, str]

    def ensure(self) -> None:
        """Make sure that every server has a keeper; wait until the servers answer.

        Raises:
            EmbeddedError: if one cannot start; the message is for people.
        """
        for server in self.servers:
            if not _is_up(server):
                _bring_up(server, folder=self.folder, fast=self.fast)

    def revive(self) -> None:
        """Replace a keeper that was killed; cheap when none was, so it may be asked often.

        Raises:
            EmbeddedError: if a server cannot start.
        """
        for server in self.servers:
            if not locks.is_held(server.folder / keeper.KEEPER_LOCK):
                _bring_up(server, folder=self.folder, fast=self.fast)


@contextmanager
def services(
    folder: Path, *, fast: bool = False, environment: Mapping[str, str] = os.environ
) -> Iterator[Services]:
    """Hold a PostgreSQL and a Valkey under `folder` for the block.

    Args:
        folder: where data, sockets, locks and logs lie; made when missing.
        fast: scratch data for tests, without crash safety.
        environment: a server whose address it already names (`DATABASE_URL`, `BROKER_URL`) is
            used as it is, and none is started in its place.

    Raises:
        EmbeddedError: if one cannot start; the message is for people.
    """
    folder = folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    given = {name: environment[name] for name in ADDRESSES if environment.get(name)}
    started: dict[str, Server] = {}
    if "DATABASE_URL" not in given:
        started["DATABASE_URL"] = Postgres(folder, fast=fast)
    if "BROKER_URL" not in given:
        started["BROKER_URL"] = Valkey(folder)
    with ExitStack() as held:
        for server in started.values():
            held.enter_context(locks.shared(server.folder / keeper.USERS_LOCK))
        urls = given | {name: server.url for name, server in started.items()}
        found = Services(folder, fast, tuple(started.values()), urls)
        found.ensure()
        yield found


def _is_up(server: Server) -> bool:
    return locks.is_held(server.folder / keeper.KEEPER_LOCK) and server.answers()


def _bring_up(server: Server, *, folder: Path, fast: bool) -> None:
    """Start a keeper unless there is one, and wait for its server to answer."""
    give_up = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < give_up:
        if not locks.is_held(server.folder / keeper.KEEPER_LOCK):
            answer = _start_keeper(server.name, folder, fast=fast)
            if answer not in {keeper.READY, keeper.KEPT}:
                raise DoesNotStart(answer or f"{server.name}: its keeper ended without a word.")
        if server.answers():
            return
        time.sleep(0.05)
    raise DoesNotStart(f"{server.name} does not answer; see {server.folder / keeper.LOG}.")


def _start_keeper(name: str, folder: Path, *, fast: bool) -> str:
    """Start a keeper that outlives this process; return the one line that it says."""
    arguments = [name, str(folder), *(["--fast"] if fast else [])]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    try:
        process = subprocess.Popen(  # noqa: S603  (our own module, our own arguments)
            [sys.executable, "-m", "core.embedded.keeper", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise EmbeddedError(f"The keeper of {name} could not start: {error}.") from error
    with process.stdout or open(os.devnull) as words:
        lines = [line.strip() for line in words if line.strip()]
    process.wait()
    return lines[-1] if lines else ""
