"""The one door: it works with any Python, and says in one sentence what it lacks."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests.project.tree import ROOT


def call(*words: str, python: str = sys.executable) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([python, "run.py", *words], cwd=ROOT, capture_output=True, text=True)


def old_pythons() -> list[str]:
    found = Path.home().glob(".pyenv/versions/3.[89]*/bin/python3")
    named = [shutil.which(name) for name in ("python3.8", "python3.9", "python3.10", "python3.11")]
    return [*map(str, found), *(name for name in named if name)]


def test_without_a_command_it_lists_them_all() -> None:
    assert all(f"run.py {name} " in call().stdout for name in run.COMMANDS)


def test_an_unknown_command_is_refused() -> None:
    done = call("dance")
    assert done.returncode == 2
    assert "run.py demo" in done.stdout


def test_an_old_python_can_open_the_door() -> None:
    for python in old_pythons():
        done = call("help", python=python)
        if "Traceback" not in done.stderr and done.returncode == 127:
            continue  # a shim without its version
        assert done.returncode == 0, f"{python}: {done.stderr}"


def test_no_new_enough_python_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "PYTHON", tmp_path / "missing")
    monkeypatch.setattr(run, "STAMP", tmp_path / "missing-too")
    monkeypatch.setattr(run, "find_python", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        run.ensure_environment()
    assert str(ended.value).startswith("Python 3.12 or newer is needed")


def test_a_moved_checkout_gets_a_new_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = run.fingerprint()
    monkeypatch.setattr(run, "ROOT", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert run.fingerprint() != before


@pytest.mark.parametrize("name", ["", "../secrets", "a.b", "os;ls"])
def test_a_measurement_is_a_module_of_its_folder(name: str) -> None:
    with pytest.raises(SystemExit, match="one of the modules"):
        run.bench([name])


def test_nothing_we_start_is_kept_from_writing_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in run.surroundings()


def test_a_failed_gate_shows_its_words_and_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = [sys.executable, "-c", "import sys; sys.exit('what is wrong')"]
    fine = [sys.executable, "-c", ""]
    monkeypatch.setattr(run, "gates", lambda: [("broken", broken, {}), ("fine", fine, {})])
    assert run.check([]) == 1
    said = capsys.readouterr().out
    assert "what is wrong" in said
    assert said.endswith("1 of 2 gates passed.\n")
