"""What the demo keeps under `var/demo` (or `VAR_DIR`), and its processes’ environment."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from core.embedded import locks

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("VAR_DIR") or ROOT / "var" / "demo").resolve()
LOCK = FOLDER / "demo.lock"
LOGS = FOLDER / "logs"


def make() -> None:
    """Make the folder, for this user alone."""
    for folder in (FOLDER, FOLDER / "keys", LOGS):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def shown(path: Path) -> str:
    """Return `path` as one would type it in the project's folder, where that is shorter."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def environment(services: Mapping[str, str], *, address: str) -> dict[str, str]:
    """Return the whole environment of the demo's processes.

    Args:
        services: `DATABASE_URL` and `BROKER_URL`.
        address: where browsers find the demo, without a slash at the end.
    """
    return {
        **os.environ,
        **services,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "SECRET_KEY": _secret_key(),
        "KEYS_DIR": str(FOLDER / "keys"),
        "VAR_DIR": str(FOLDER),
        "BASE_URL": address,
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
    }


@contextmanager
def claimed(address: str) -> Iterator[bool]:
    """Be the only demo of this folder for the block; yield False when there is one already."""
    with locks.alone(LOCK) as mine:
        if mine:
            LOCK.write_text(json.dumps({"process": os.getpid(), "address": address}))
        yield mine


def running() -> tuple[int, str] | None:
    """Return the running demo's process number and address, or None."""
    if not LOCK.exists() or not locks.is_held(LOCK):
        return None
    try:
        claim = json.loads(LOCK.read_text())
    except ValueError:  # it is being written
        return None
    return claim["process"], claim["address"]


def _secret_key() -> str:
    path = FOLDER / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
