"""What a keeper must know of a server to start it, ask it and stop it."""

import shutil
import signal
from pathlib import Path
from typing import Protocol

from core.embedded.errors import DiskFull

NEEDED_BYTES = 100 * 1024 * 1024


class Server(Protocol):
    """One server on one unix socket; `folder` holds its data, its log and its locks."""

    name: str
    folder: Path
    url: str
    stop_signal: signal.Signals

    def prepare(self) -> None:
        """Make the data ready for a start; called by the keeper alone, before each start."""

    def command(self) -> list[str]:
        """Return the program and its arguments, to run in the foreground."""

    def answers(self) -> bool:
        """Say whether the server answers on its socket right now."""


def require_room(folder: Path) -> None:
    """Raise DiskFull when so little room is left that a server could not write safely."""
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise DiskFull(
            f"Only {free // 1024**2} MB are free where {folder} lies; 100 MB are needed. "
            "Nothing is lost: make room, then try again."
        )
