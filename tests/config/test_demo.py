"""The demo: one at a time, on a free port, its processes back after any death."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.demo import folder, ports
from config.demo.preparation import PreparationFailed, Step
from config.demo.supervisor import Child
from core.embedded import server
from core.embedded.errors import DiskFull
from tests.project.tree import ROOT

HUNDRED_SECONDS = [sys.executable, "-c", "import time; time.sleep(100)"]


def wait_until(true: Callable[[], object]) -> None:
    give_up = time.monotonic() + 20
    while not true():
        assert time.monotonic() < give_up, "nothing happened in 20 seconds"
        time.sleep(0.02)


def tend_until(child: Child, true: Callable[[], object]) -> None:
    def tended() -> object:
        child.tend()
        return true()

    wait_until(tended)


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    child = Child("sleeper", HUNDRED_SECONDS, dict(os.environ), tmp_path / "log")
    yield child
    child.kill()


def pid(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def test_a_killed_process_comes_back_at_once(child: Child) -> None:
    child.start()
    killed = pid(child)
    child.started_at -= 3600
    os.kill(killed, signal.SIGKILL)
    tend_until(child, lambda: pid(child) != killed)
    assert child.failures == 0


def test_a_process_that_keeps_ending_is_started_ever_more_seldom(child: Child) -> None:
    child.command = [sys.executable, "-c", ""]
    child.start()
    tend_until(child, lambda: child.failures == 2)
    assert child.not_before - time.monotonic() > 2


def test_what_a_dead_process_had_started_ends_with_it(child: Child) -> None:
    grandchild = "import subprocess, time; subprocess.Popen(['sleep', '100']); time.sleep(100)"
    child.command = [sys.executable, "-c", grandchild]
    child.start()
    children = Path(f"/proc/{pid(child)}/task/{pid(child)}/children")
    wait_until(children.read_text)
    sleeper = Path(f"/proc/{children.read_text().strip()}/cmdline")
    child.kill()
    wait_until(lambda: not sleeper.exists() or not sleeper.read_bytes())


def test_a_port_in_use_is_refused_with_a_way_out() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        with pytest.raises(ports.PortTaken, match=f"Port {taken} is in use. Choose another"):
            ports.choose(taken)


@pytest.mark.parametrize("absurd", [-1, 65536, 10**12])
def test_a_port_that_cannot_be_is_refused(absurd: int) -> None:
    with pytest.raises(ports.PortTaken):
        ports.choose(absurd)


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        monkeypatch.setattr(ports, "FIRST", taken)
        assert taken < ports.choose(None) < taken + ports.TRIED


def test_two_demos_never_share_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "LOCK", tmp_path / "demo.lock")
    with folder.claimed("http://localhost:8000") as first:
        with folder.claimed("http://localhost:8001") as second:
            assert (first, second) == (True, False)
        assert folder.running() == (os.getpid(), "http://localhost:8000")
    assert folder.running() is None


def test_a_claim_that_a_killed_demo_left_is_no_claim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "LOCK", tmp_path / "demo.lock")
    folder.LOCK.write_text(json.dumps({"process": 1, "address": "http://localhost:8000"}))
    assert folder.running() is None


def test_stopping_where_no_demo_runs_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.demo", "stop"],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "No demo runs here.\n"


def failing_step(logs: Path, monkeypatch: pytest.MonkeyPatch) -> Step:
    monkeypatch.setattr("config.demo.preparation.LOGS", logs)
    return Step("step", ["-c", "raise SystemExit('its last words')"], os.environ)


def test_a_failed_preparation_says_its_last_words_and_where_the_rest_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PreparationFailed, match=r"(?s)its last words.*step\.log"):
        failing_step(tmp_path, monkeypatch).result()


def test_a_preparation_without_room_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "NEEDED_BYTES", 2**80)
    with pytest.raises(DiskFull, match="make room"):
        failing_step(tmp_path, monkeypatch).result()


def test_folders_are_shown_as_one_would_type_them() -> None:
    assert folder.shown(ROOT / "var" / "demo") == "var/demo"
    assert folder.shown(Path("/srv/demo")) == "/srv/demo"
