"""The embedded servers: shared while used, gone afterwards, whole after any death."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from core.embedded import EmbeddedError, Services, keeper, locks, services
from core.embedded.errors import DiskFull
from core.embedded.orphans import works_in
from core.embedded.postgres import Postgres, creation_error
from core.embedded.server import require_room
from core.embedded.valkey import Valkey

ALONE: dict[str, str] = {}


def started(folder: Path, *, fast: bool = True) -> contextlib.AbstractContextManager[Services]:
    return services(folder, fast=fast, environment=ALONE)


def ask(found: Services, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(found.environment["DATABASE_URL"]) as database:
        cursor = database.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def postmaster(folder: Path) -> int:
    return int((folder / "postgres/data/postmaster.pid").read_text().split()[0])


def keeper_of_postgres(folder: Path) -> int:
    """The postmaster's parent: the fourth field of its stat."""
    return int(Path(f"/proc/{postmaster(folder)}/stat").read_text().split()[3])


def wait_until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not true():
        assert time.monotonic() < give_up, "nothing happened in 30 seconds"
        time.sleep(0.05)


def is_over(folder: Path) -> bool:
    kept = [folder / name / keeper.KEEPER_LOCK for name in ("postgres", "valkey")]
    return not any(locks.is_held(lock) for lock in kept) and not Postgres(folder).answers()


def test_two_users_share_one_server(tmp_path: Path) -> None:
    with started(tmp_path) as first:
        with started(tmp_path) as second:
            assert second.environment == first.environment
        assert ask(first, "SELECT 1") == [(1,)]


def test_the_last_user_takes_the_servers_along(tmp_path: Path) -> None:
    with started(tmp_path):
        pass
    wait_until(lambda: is_over(tmp_path))


def test_nobody_else_on_the_machine_can_reach_the_servers(tmp_path: Path) -> None:
    with started(tmp_path) as found:
        sockets = [Postgres(tmp_path).sockets / ".s.PGSQL.5432", Valkey(tmp_path).socket]
        for path in sockets:
            assert stat.S_IMODE(path.stat().st_mode) == 0o700
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert ask(found, "SHOW listen_addresses") == [("",)]


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads Linux's /proc")
def test_the_servers_have_no_power_over_the_machine(tmp_path: Path) -> None:
    with started(tmp_path):
        status = Path(f"/proc/{postmaster(tmp_path)}/status").read_text()
    powers = dict(line.split(":\t") for line in status.splitlines() if line.startswith("Cap"))
    assert int(powers["CapEff"], 16) == 0


def test_the_log_quotes_no_statement_and_no_row(tmp_path: Path) -> None:
    with started(tmp_path) as found:
        ask(found, "CREATE TABLE person (address text UNIQUE)")
        ask(found, "INSERT INTO person VALUES ('ada@example.org')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            ask(found, "INSERT INTO person VALUES ('ada@example.org')")
    assert "ada@example.org" not in (tmp_path / "postgres/server.log").read_text()


def test_accents_sort_and_fold_alike_on_every_machine(tmp_path: Path) -> None:
    with started(tmp_path) as found:
        assert ask(found, "SELECT upper('élève')") == [("ÉLÈVE",)]


def test_installed_servers_are_used_as_they_are(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "postgresql://a@b/c", "BROKER_URL": "redis://b"}
    with services(tmp_path, environment=given) as found:
        assert found.environment == given
    assert list(tmp_path.iterdir()) == []


def test_a_long_path_has_its_sockets_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    with started(deep) as found:
        assert ask(found, "SELECT 1") == [(1,)]


def test_a_path_with_spaces_and_accents_works(tmp_path: Path) -> None:
    with started(tmp_path / "ma santé") as found:
        assert ask(found, "SELECT 1") == [(1,)]


@pytest.mark.long
def test_a_killed_database_returns_with_all_that_was_committed(tmp_path: Path) -> None:
    with started(tmp_path, fast=False) as found:
        ask(found, "CREATE TABLE kept AS SELECT generate_series(1, 50000) AS n")
        killed = postmaster(tmp_path)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: postmaster(tmp_path) != killed and Postgres(tmp_path).answers())
        assert ask(found, "SELECT count(*) FROM kept") == [(50000,)]


@pytest.mark.long
def test_a_killed_keeper_is_replaced(tmp_path: Path) -> None:
    with started(tmp_path) as found:
        os.kill(keeper_of_postgres(tmp_path), signal.SIGKILL)
        wait_until(lambda: not locks.is_held(tmp_path / "postgres" / keeper.KEEPER_LOCK))
        found.revive()
        assert ask(found, "SELECT 1") == [(1,)]


@pytest.mark.long
def test_a_killed_user_leaves_no_server_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "core.embedded", "--fast", str(tmp_path), "cat"]
    surroundings = {**os.environ, "DATABASE_URL": "", "BROKER_URL": ""}
    user = subprocess.Popen(command, stdin=subprocess.PIPE, env=surroundings)
    wait_until(lambda: Postgres(tmp_path).answers() and Valkey(tmp_path).answers())
    user.kill()
    user.communicate()
    wait_until(lambda: is_over(tmp_path))


@pytest.mark.long
def test_a_stale_pid_file_whose_number_went_to_another_program(tmp_path: Path) -> None:
    with started(tmp_path) as found:
        ask(found, "CREATE TABLE kept ()")
        stale = (tmp_path / "postgres/data/postmaster.pid").read_text().split("\n", 1)[1]
    wait_until(lambda: is_over(tmp_path))
    (tmp_path / "postgres/data/postmaster.pid").write_text(f"{os.getpid()}\n{stale}")
    with started(tmp_path) as found:
        assert ask(found, "SELECT * FROM kept") == []


def test_data_of_another_major_version_are_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "postgres/data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with (
        pytest.raises(EmbeddedError, match="written by PostgreSQL 9"),
        started(tmp_path, fast=False),
    ):
        pass
    assert (data / "PG_VERSION").read_text() == "9\n"


@pytest.mark.long
def test_scratch_data_of_another_version_are_made_again(tmp_path: Path) -> None:
    data = tmp_path / "postgres/data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with started(tmp_path) as found:
        assert ask(found, "SELECT 1") == [(1,)]


@pytest.mark.long
def test_an_interrupted_creation_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "postgres/data.new/base").mkdir(parents=True)
    with started(tmp_path) as found:
        assert ask(found, "SELECT 1") == [(1,)]


def test_a_nearly_full_disk_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=5 * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(DiskFull, match="Only 5 MB are free"):
        require_room(tmp_path)


def test_a_disk_that_fills_while_data_are_made_is_said_in_one_sentence() -> None:
    words = 'creating\ninitdb: error: could not write file "x": No space left on device\n'
    assert isinstance(creation_error(words), DiskFull)


def test_a_zombie_works_nowhere() -> None:
    child = subprocess.Popen([sys.executable, "-c", "", "/some/folder"])
    wait_until(lambda: Path(f"/proc/{child.pid}/cmdline").read_bytes() == b"")
    assert not works_in(child.pid, Path("/some/folder"))
    child.wait()
