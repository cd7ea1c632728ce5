"""Read a log at its address or in a folder: whole files, never larger than they may be, one try."""

import json
import socket
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Protocol
from urllib.parse import urlsplit

from ledger.tlog.errors import Invalid

TIMEOUT_SECONDS = 20  # without a byte
FILE_SECONDS = 300  # for a whole file
GZIP_WINDOW = 31  # zlib's number for a gzip header and the largest window.


class Unreadable(Exception):
    """The log does not answer, or not twice the same: nothing can be said about what it holds."""


class Log(Protocol):
    """Where the files of one log are read."""

    def read(self, path: str, *, limit: int) -> bytes | None:
        """Return the file at `path`, at most `limit` bytes; None where there is none.

        Raises:
            Invalid: if the file is longer.
            Unreadable: if nothing answers, or not with a file.
        """

    def close(self) -> None:
        """Let go of what the reading held."""


class FolderLog:
    """A log copied into a folder; an address that ends with a slash lists the days it has."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str, *, limit: int) -> bytes | None:
        if path.endswith("/"):
            days = [each.stem for each in (self._folder / path).glob("*.txt")]
            known = sorted(int(day) for day in days if day.isdecimal())
            return json.dumps({"days": known}).encode()
        try:
            if not (self._folder / path).is_file():  # A pipe would be waited for.
                return None
            with (self._folder / path).open("rb") as file:
                return _within(file.read(limit + 1), limit, path)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError:
            raise Unreadable(f"Le fichier « {path} » du registre est illisible.") from None

    def close(self) -> None:
        pass


class WebLog:
    """A log at an http or https address, over one kept connection; redirections are not followed.

    A proof never depends on the answerer being honest, so that plain http serves as well.
    """

    def __init__(self, address: str) -> None:
        try:
            parts = urlsplit(address)
            host, port = parts.hostname or "", parts.port
            path = parts.path.rstrip("/").encode("ascii").decode()
            connect = {"http": HTTPConnection, "https": HTTPSConnection}[parts.scheme]
            self._connection = connect(host, port, timeout=TIMEOUT_SECONDS)
        except (KeyError, ValueError, HTTPException):
            raise Invalid(f"« {address} » n’est pas l’adresse d’un registre.") from None
        self._prefix = path

    def read(self, path: str, *, limit: int) -> bytes | None:
        try:
            return self._answer(path, limit)
        except (Invalid, Unreadable):
            self.close()
            raise
        except (OSError, HTTPException, ValueError, zlib.error):
            self.close()
            raise Unreadable(f"Le registre ne répond pas à « {path} ».") from None

    def close(self) -> None:
        self._connection.close()

    def _answer(self, path: str, limit: int) -> bytes | None:
        headers = {"Accept-Encoding": "gzip, identity", "User-Agent": "verify.py"}
        if self._connection.sock is None:
            self._connection.connect()
        self._connection.request("GET", f"{self._prefix}/{path}", headers=headers)
        with _deadline_of(self._connection.sock, path):
            response = self._connection.getresponse()
            body = response.read(limit + 1)
        if not response.isclosed():  # What is left of it would be taken for the next answer.
            self.close()
        if response.status == 404:
            return None
        if 300 <= response.status < 400:
            raise Unreadable(
                f"Le registre renvoie ailleurs pour « {path} » : donnez l’adresse qui finit par"
                " /registre."
            )
        if response.status != 200:
            raise Unreadable(f"Le registre répond {response.status} à « {path} ».")
        if response.length and len(body) <= limit:
            raise Unreadable(f"La réponse du registre à « {path} » est coupée.")
        if response.getheader("Content-Encoding") == "gzip":
            body = zlib.decompressobj(GZIP_WINDOW).decompress(body, limit + 1)
        return _within(body, limit, path)


@contextmanager
def _deadline_of(connected: socket.socket, path: str) -> Iterator[None]:
    """Hang up on who answers forever, drop by drop, each one within the time-out."""

    def hang_up() -> None:
        with suppress(OSError):
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    late = monotonic() + FILE_SECONDS
    timer = Timer(FILE_SECONDS, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if monotonic() >= late:
            raise Unreadable(f"Le registre met trop longtemps à répondre à « {path} ».")


def opened_log(place: str) -> Log:
    """Return the log at an http or https address, or in a folder of this machine."""
    if place.startswith(("http://", "https://")):
        return WebLog(place)
    if not Path(place).is_dir():
        raise Invalid(f"« {place} » n’est ni une adresse ni un dossier.")
    return FolderLog(Path(place))


def needed(log: Log, path: str, *, limit: int) -> bytes:
    """Return a file that the log must have."""
    data = log.read(path, limit=limit)
    if data is None:
        raise Invalid(f"Le registre n’a pas de fichier « {path} ».")
    return data


def _within(data: bytes, limit: int, path: str) -> bytes:
    if len(data) > limit:
        raise Invalid(f"Le fichier « {path} » est plus grand qu’il ne peut l’être.")
    return data
