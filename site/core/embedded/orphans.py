"""What a PostgreSQL that died, or lost its keeper, may have left behind in its data folder.

Only the keeper of that folder calls this, so any server found here has no keeper any more.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

from core.embedded.errors import DoesNotStart

PATIENCE_SECONDS = 30


def clear(data: Path) -> None:
    """Stop a server still running in `data`, and disarm the pid file of a dead one.

    A pid file is never deleted: its later lines let PostgreSQL see whether a child of the dead
    server still uses the shared memory. But its number may by now belong to another program,
    and PostgreSQL would then refuse to start for ever. It takes its own parent's number for a
    stale one, so this process, the parent of the next start, writes its own.

    Raises:
        DoesNotStart: if that server does not stop within half a minute.
    """
    pid_file = data / "postmaster.pid"
    try:
        first, rest = pid_file.read_text(encoding="utf-8").split("\n", 1)
        pid = int(first)
    except (FileNotFoundError, ValueError):
        return
    if works_in(pid, data):
        _stop(pid, data)
    if pid_file.exists():
        pid_file.write_text(f"{os.getpid()}\n{rest}", encoding="utf-8")


def works_in(pid: int, folder: Path) -> bool:
    """Say whether process `pid` is alive (a zombie is not) and was started on `folder`."""
    if Path("/proc/self/cmdline").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return False
        return os.fsencode(folder) in words
    shown = subprocess.run(  # noqa: S603  (a fixed program and a number)
        ["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, check=False
    )
    return os.fsencode(folder) in shown.stdout


def _stop(pid: int, data: Path) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    os.kill(pid, signal.SIGINT)
    while works_in(pid, data):
        if time.monotonic() > give_up:
            raise DoesNotStart(f"Another PostgreSQL (process {pid}) still works in {data}.")
        time.sleep(0.05)
