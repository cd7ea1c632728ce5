"""What must be done before the demo can open: migrate, load, gather static files.

Each is skipped when nothing it depends on has changed: a database remembers in its own comment
what it was last prepared from, the static files in a stamp beside them.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from config.demo.folder import FOLDER, LOGS, ROOT
from config.demo.supervisor import tied_to_us
from core.embedded.server import require_room

LOCK = ROOT / "requirements.lock"
CODE = ("site", "debates", "petitions")
STATIC_STAMP = FOLDER / "static-made-from"


class PreparationFailed(Exception):
    """A step failed; the message names its log."""


class Step:
    """A command running beside us; its words go to a log.

    Args:
        name: the log's name.
        arguments: what Python is to run.
    """

    def __init__(self, name: str, arguments: list[str], environment: Mapping[str, str]) -> None:
        self.log = LOGS / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603  (our own program, our own arguments)
                [sys.executable, *arguments],
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=tied_to_us(),
            )

    def result(self) -> str:
        """Wait for the end; return what the command said.

        Raises:
            PreparationFailed: if it failed.
            DiskFull: if it failed and there is no room left, not even for its log.
        """
        failed = self.process.wait()
        if failed:
            require_room(self.log.parent)
        words = self.log.read_text(errors="replace")
        if failed:
            last = "\n".join(words.splitlines()[-5:])
            raise PreparationFailed(f"{last}\nThe demo cannot open; all is said in {self.log}.")
        return words


def prepare(environment: Mapping[str, str]) -> None:
    """Do what is missing, the two steps side by side.

    Raises:
        PreparationFailed: if a step fails.
    """
    steps: list[Step] = []
    data, static = _data_fingerprint(), _static_fingerprint()
    must_load = remembered(environment["DATABASE_URL"]) != data
    must_gather = not STATIC_STAMP.exists() or STATIC_STAMP.read_text() != static
    if must_load or must_gather:
        print("Preparing the database and the static files...", flush=True)  # noqa: T201
    if must_gather:
        steps.append(
            Step(
                "static", ["manage.py", "collectstatic", "--noinput", "--skip-checks"], environment
            )
        )
    if must_load:
        steps.append(Step("database", ["-m", "config.demo.load"], environment))
    for step in steps:
        step.result()
    if must_load:
        remember(environment["DATABASE_URL"], data)
    if must_gather:
        STATIC_STAMP.write_text(static)


def remembered(database_url: str) -> str | None:
    """Return what the database says it was last prepared from."""
    with psycopg.connect(database_url) as database:
        row = database.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    return row[0] if row else None


def remember(database_url: str, fingerprint: str) -> None:
    """Note in the database what it was prepared from."""
    with psycopg.connect(database_url) as database:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        database.execute(statement.format(sql.Identifier(database.info.dbname), fingerprint))


def _data_fingerprint() -> str:
    places = ("migrations/*.py", "starter/**/*", "starting/**/*", "management/commands/*.py")
    return _fingerprint(_files(places))


def _static_fingerprint() -> str:
    return _fingerprint([*(ROOT / "site" / "static").rglob("*"), *_files(["static/**/*"])])


def _files(patterns: Iterable[str]) -> list[Path]:
    apps = [child for name in CODE for child in (ROOT / name, *(ROOT / name).iterdir())]
    return [file for app in apps for pattern in patterns for file in app.glob(pattern)]


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256(LOCK.read_bytes())
    for path in sorted({path for path in paths if path.is_file() and path.suffix != ".pyc"}):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
