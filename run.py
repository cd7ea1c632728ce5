#!/usr/bin/env python3
"""The one door: `python3 run.py demo` shows the platform, `python3 run.py test` proves it.

Standard library only, for any Python 3.8: it finds a Python new enough, makes `.venv` from the
hashed lock, and hands over to it.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "made-from"

USAGE = """\
python3 run.py demo [--port N] [--no-browser]   the real platform on this machine
python3 run.py test [--long] [pytest words]     the tests (--long: with the long ones)
python3 run.py check                            every gate: style, types, layers, security...
python3 run.py bench NAME ...                   a measurement of tests/bench/
python3 run.py manage COMMAND ...               Django's commands, on the demo's database
python3 run.py stop                             stop the demo
"""

NEEDS_PYTHON = (
    "Python 3.12 or newer is needed, with its venv module (on Debian and Ubuntu: python3-venv). "
    "Install it, then run this again."
)
NEEDS_UNIX = "This needs Linux or macOS; on Windows, run it inside WSL (wsl --install)."

APPS = ["core", "accounts", "ledger", "moderation", "follows", "committees", "transparency"]
APPS += ["organising", "pages", "debates", "petitions"]

# What `check --deploy` needs to know to judge production settings; none of it is used for real.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": hashlib.sha512(b"only for the gate").hexdigest(),
    "KEYS_DIR": str(ROOT / "var" / "check-keys"),
    "VAR_DIR": str(ROOT / "var" / "check"),
    "BASE_URL": "https://debat.example.org",
    "ALLOWED_HOSTS": "debat.example.org",
    "PUBLISHER": "Example",
    "PUBLISHER_ADDRESS": "1, rue de l'Exemple, 47000 Agen",
    "PUBLICATION_DIRECTOR": "Example",
    "HOSTING_COMPANY": "Example, 1, rue de l'Exemple, 47000 Agen, 05 00 00 00 00",
    "MAIL_FROM": "Example <no-reply@example.org>",
    "CONTACT_EMAIL": "contact@example.org",
    "SECURITY_EMAIL": "security@example.org",
}


# --- Finding Python ---------------------------------------------------------------------------
def find_python() -> str | None:
    """Return a Python >= 3.12 that can make virtual environments, or None."""
    home = os.path.expanduser("~")
    named = ["python3.13", "python3.14", "python3.12", "python3", "python"]
    places = [
        home + "/.pyenv/versions/3.1[2-9]*/bin/python3",
        home + "/.local/share/uv/python/cpython-3.1[2-9]*/bin/python3",
    ]
    candidates = [sys.executable] + [shutil.which(name) for name in named]
    for place in places:
        candidates += sorted(glob.glob(place), reverse=True)
    return next((found for found in candidates if found and is_new_enough(found)), None)


def is_new_enough(python: str) -> bool:
    question = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))"
    return succeeds([python, "-c", question])


def succeeds(command: list[str]) -> bool:
    """Run a command silently; say whether it worked."""
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(command, stdout=quiet, stderr=quiet, check=False)
        return done.returncode == 0
    except OSError:
        return False


# --- Making .venv -----------------------------------------------------------------------------
def ensure_environment() -> None:
    """Make `.venv` hold exactly what the lock says, unless it already does."""
    wanted = fingerprint()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    started = time.time()
    print("Preparing .venv (once; needs the network)...", flush=True)
    if not is_new_enough(str(PYTHON)) or moved():
        make_environment()
    install()
    STAMP.write_text(wanted)
    print("Ready in %d s." % (time.time() - started), flush=True)


def make_environment() -> None:
    """Make an empty `.venv`; where no Python is new enough, a uv may bring one."""
    python, uv = find_python(), shutil.which("uv")
    if python:
        run([python, "-m", "venv", "--clear", str(VENV)])
    elif not uv or not succeeds([uv, "venv", "--clear", "--python", "3.13", str(VENV)]):
        sys.exit(NEEDS_PYTHON)


def fingerprint() -> str:
    """Sum up what `.venv` depends on: the lock, the project's metadata and where it lies."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def moved() -> bool:
    """Say whether `.venv` was made for another folder: its programs would then point there."""
    activate = VENV / "bin" / "activate"
    return not activate.exists() or str(VENV) not in activate.read_text()


def install() -> None:
    """Install the lock and the project, with uv when it works here, else with pip."""
    locked = ["--require-hashes", "-r", str(LOCK)]
    project = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    uv = find_uv() or fetch_uv()
    if uv:
        into = [uv, "pip", "install", "-q", "--python", str(PYTHON)]
        if succeeds(into + locked) and succeeds(into + project):
            return
    run(pip_install() + locked)
    run(pip_install() + project)


def find_uv() -> str | None:
    """Return a uv that works (a shim may not), or None."""
    places = [shutil.which("uv"), str(VENV / "bin" / "uv")]
    return next((uv for uv in places if uv and succeeds([uv, "--version"])), None)


def fetch_uv() -> str | None:
    """Install the locked uv alone, with pip: it then installs the rest twice as fast."""
    lines = LOCK.read_text().split("\n")
    start = next((at for at, line in enumerate(lines) if line.startswith("uv==")), len(lines))
    end = start + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write("\n".join(lines[start:end]))
        only_uv.flush()
        fetched = succeeds([*pip_install(), "--require-hashes", "-r", only_uv.name])
    return find_uv() if fetched else None


def pip_install() -> list[str]:
    succeeds([str(PYTHON), "-m", "ensurepip"])  # a .venv made by uv has no pip
    return [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]


# --- The commands -----------------------------------------------------------------------------
def demo(words: list[str]) -> int:
    return run_python("-m", "config.demo", *words)


def stop(words: list[str]) -> int:
    return run_python("-m", "config.demo", "stop", *words)


def manage(words: list[str]) -> int:
    return run_python("-m", "config.demo", "manage", *words)


def test(words: list[str]) -> int:
    measured = (
        [] if [word for word in words if word != "--long"] else ["--cov", "--cov-report=term"]
    )
    # Browser tests share one demo: they stay together, on one of the two workers.
    together = ["-n", "2", "--dist", "loadgroup"]
    return run_python("-m", "pytest", *(together + measured + words))


def bench(words: list[str]) -> int:
    if not words or not words[0].isidentifier():
        sys.exit("python3 run.py bench NAME: one of the modules of tests/bench/.")
    return run_python("-m", "tests.bench." + words[0], *words[1:])


def check(words: list[str]) -> int:
    """Run every gate, also after one has failed; print one line for each."""
    Path(PRODUCTION["KEYS_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    chosen = [gate for gate in gates() if not words or gate[0] in words]
    failed = [
        name for name, command, environment in chosen if not passes(name, command, environment)
    ]
    print("%d of %d gates passed." % (len(chosen) - len(failed), len(chosen)))
    return 1 if failed or not chosen else 0


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one gate; print its line, and its words only when it fails."""
    started = time.time()
    done = subprocess.run(
        command,
        cwd=str(ROOT),
        env=dict(surroundings(), **environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    verdict = "FAILED" if done.returncode else "ok"
    print("%-16s %-6s %5.1f s" % (name, verdict, time.time() - started), flush=True)
    if done.returncode:
        print(done.stdout.decode(errors="replace"), flush=True)
    return done.returncode == 0


def gates() -> list[tuple[str, list[str], dict[str, str]]]:
    """Return (name, command, environment) of each gate."""
    templates = sorted(str(path) for path in (ROOT / "templates").rglob("*.html"))
    code = ["site", "debates", "petitions"]
    testing = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    return [
        ("ruff", tool("ruff", "check", "."), {}),
        ("format", tool("ruff", "format", "--check", "."), {}),
        ("mypy", tool("mypy", *code, "tests", "run.py"), {}),
        ("layers", tool("lint-imports"), {}),
        ("djade", tool("djade", "--target-version", "6.1", "--check", *templates), {}),
        ("djhtml", tool("djhtml", "--tabwidth", "2", "--check", *templates), {}),
        ("migrations", django("makemigrations", "--check", "--dry-run"), testing),
        ("safe-migrations", django("lintmigrations", "--include-apps", *APPS), testing),
        ("bandit", tool("bandit", "-q", "-c", "pyproject.toml", "-r", *code, "run.py"), {}),
        ("deploy", django("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    ]


def tool(name: str, *words: str) -> list[str]:
    return [str(VENV / "bin" / name), *words]


def django(*words: str) -> list[str]:
    """Return one of Django's commands, to run on the tests' scratch servers."""
    held = [str(PYTHON), "-m", "core.embedded", "--fast", "var/test"]
    return [*held, str(PYTHON), "manage.py", *words]


# --- Running ----------------------------------------------------------------------------------
def surroundings() -> dict[str, str]:
    """Return the environment of what we start: this machine may forbid bytecode, which is slow."""
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def run_python(*words: str) -> NoReturn:
    """Become `.venv`'s Python; never return: signals, exit status and death are then its own."""
    os.chdir(str(ROOT))
    sys.stdout.flush()
    os.execve(str(PYTHON), [str(PYTHON), *words], surroundings())  # noqa: S606  (no shell wanted)


def run(command: list[str]) -> None:
    status = subprocess.run(command, cwd=str(ROOT), env=surroundings(), check=False).returncode
    if status:
        sys.exit("This failed: %s" % " ".join(command))


COMMANDS = {
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "manage": manage,
    "stop": stop,
}


def main() -> int:
    words = sys.argv[1:]
    if os.name != "posix":
        sys.exit(NEEDS_UNIX)
    if not words or words[0] not in COMMANDS:
        print(USAGE, end="")
        return 0 if words in ([], ["help"], ["-h"], ["--help"]) else 2
    ensure_environment()
    return COMMANDS[words[0]](words[1:])


if __name__ == "__main__":
    sys.exit(main())
