"""The database of a test run: a copy, made in 0.1 s, of a template migrated once.

The template is named by what the migrations say, so a changed migration makes a new one. Each
process has its own copy: several runs, and the workers of one run, never meet.
"""

import functools
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
COPY = f"test_{os.getpid()}"
BACKUP = f"{COPY}_backup"
TURNSTILE = 20220305  # any number: the advisory lock that lets one process at a time through


@contextmanager
def copied() -> Iterator[None]:
    """Give this process a fresh copy for the block; drop it at the end."""
    with _turn() as server:
        _sweep(server)
    renew()
    yield
    connections.close_all()
    with _turn() as server:
        _drop(server, COPY)
        _drop(server, BACKUP)


def back_up() -> None:
    """Keep what is committed in this process's copy, as last night's backup does."""
    _copy(COPY, to=BACKUP)


def restore() -> None:
    """Put what `back_up` kept in the place of this process's copy."""
    _copy(BACKUP, to=COPY)


def renew() -> None:
    """Replace this process's copy by a fresh one: what committed tests left in it is gone."""
    connections.close_all()
    template = template_name()
    with _turn() as server:
        if not _exists(server, template):
            _migrate(server, template)
        _drop(server, COPY)
        _run(server, "CREATE DATABASE {} TEMPLATE {}", COPY, template)
    connections.settings["default"]["NAME"] = COPY


@functools.cache
def template_name() -> str:
    """Name the template by all that decides its content: our migrations and the locked packages."""
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("site/*/migrations/*.py")]
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for file in sorted(files):
        digest.update(file.as_posix().encode())
        digest.update(file.read_bytes())
    return f"template_{digest.hexdigest()[:12]}"


@contextmanager
def _turn() -> Iterator[psycopg.Connection[Any]]:
    """Connect to the server's own database; one process at a time, as templates are shared."""
    given = connections.settings["default"]
    with psycopg.connect(
        host=given["HOST"] or None,
        port=given["PORT"] or None,
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [TURNSTILE])
        yield server


def _copy(name: str, *, to: str) -> None:
    connections.close_all()
    with _turn() as server:
        _drop(server, to)
        _run(server, "CREATE DATABASE {} TEMPLATE {}", to, name)


def _migrate(server: psycopg.Connection[Any], template: str) -> None:
    """Make the template aside and rename it: a run that is stopped leaves no half of one."""
    aside = f"{template}_aside"
    _drop(server, aside)
    _run(server, "CREATE DATABASE {}", aside)
    connections.settings["default"]["NAME"] = aside
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connections.close_all()
    for other in _names(server, "template\\_%"):
        _drop(server, other) if other != aside else None
    _run(server, "ALTER DATABASE {} RENAME TO {}", aside, template)


def _sweep(server: psycopg.Connection[Any]) -> None:
    """Drop the copies of runs that were killed."""
    for copy in _names(server, "test\\_%"):
        number = copy.removeprefix("test_").removesuffix("_backup")
        if number.isdigit() and not Path(f"/proc/{number}").exists() and Path("/proc").exists():
            _drop(server, copy)


def _names(server: psycopg.Connection[Any], pattern: str) -> list[str]:
    rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
    return [name for (name,) in rows]


def _exists(server: psycopg.Connection[Any], name: str) -> bool:
    found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _run(server: psycopg.Connection[Any], statement: str, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
