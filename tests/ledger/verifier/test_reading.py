"""A log read at its address: whole files in order, and nothing a server answers can hurt."""

import gzip
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from ledger.verifier import reading
from ledger.verifier.command import main
from ledger.verifier.reading import FolderLog, Unreadable
from ledger.verifier.recounting import recounted
from tests.ledger.verifier.written_log import KEY, WrittenLog, log_of, withdrawal


class FolderHandler(SimpleHTTPRequestHandler):
    """Serve a folder over kept connections, and remember what was asked."""

    protocol_version = "HTTP/1.1"
    asked: list[str] = []

    def log_request(self, *args: object) -> None:
        self.asked.append(self.path)

    def log_message(self, format: str, *args: object) -> None:
        pass


class GzipHandler(FolderHandler):
    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        answer(self, 200 if file.exists() else 404, file.read_bytes() if file.exists() else b"")


class OddHandler(BaseHTTPRequestHandler):
    """Give one odd answer to every question."""

    status, body, headers_sent = 200, b"", {}  # type: tuple[int, bytes, dict[str, str]]

    def do_GET(self) -> None:
        answer(self, self.status, self.body, **self.headers_sent)

    def log_message(self, format: str, *args: object) -> None:
        pass


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    data = gzip.compress(body) if not headers else body
    sent = headers or {"Content-Encoding": "gzip", "Content-Length": str(len(data))}
    handler.send_response(status)
    for name, value in sent.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a verifier that hangs up on an odd answer."""


@contextmanager
def serving(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    with QuietServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def log(tmp_path: Path) -> WrittenLog:
    return log_of(tmp_path / "log", range(700))


def test_whole_files_are_asked_in_order(log: WrittenLog) -> None:
    log.add(withdrawal(3, 4), withdrawal(600, 601))
    log.publish()
    FolderHandler.asked.clear()
    with serving(partial(FolderHandler, directory=str(log.folder))) as address:
        assert main(["recount", "--log", f"{address}/", "--key", str(KEY)]) == 0
    assert FolderHandler.asked == [
        "/comptes.json",
        "/checkpoint",
        "/tile/entries/000",
        "/tile/entries/001",
        "/tile/entries/002.p/191",
        "/tile/entries/000",
    ]


def test_compressed_answers_are_understood(log: WrittenLog) -> None:
    log.publish()
    with serving(partial(GzipHandler, directory=str(log.folder))) as address:
        assert main(["recount", "--log", address, "--key", str(KEY)]) == 0


@pytest.mark.parametrize("data", [b"", b"[]", b'{"days": [-1]}', b'{"days": ["1"]}', b"[" * 10**5])
def test_a_spoilt_list_of_days_is_one_sentence(
    log: WrittenLog, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    log.write("ventilation/7/index.html", data)
    log.publish()
    with serving(partial(FolderHandler, directory=str(log.folder))) as address:
        assert main(["tally", "7", "--log", address, "--key", str(KEY)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


ODD_ANSWERS: dict[str, tuple[int, bytes, dict[str, str]]] = {
    "an error": (500, b"no", {}),
    "a redirection": (302, b"", {"Location": "file:///etc/passwd", "Content-Length": "0"}),
    "a cut answer": (200, b"short", {"Content-Length": "100"}),
    "an endless one": (200, b"x" * 2**25, {"Content-Length": str(2**25)}),
    "a length that is none": (200, b"", {"Content-Length": "many"}),
    "what is not gzip": (200, b"short", {"Content-Encoding": "gzip", "Content-Length": "5"}),
    "a bomb": (200, bytes(2**26), {}),
    "cut chunks": (200, b"5\r\nab", {"Transfer-Encoding": "chunked"}),
    "endless headers": (200, b"", {f"X-{number}": "x" for number in range(200)}),
}


@pytest.mark.parametrize("name", ODD_ANSWERS)
def test_an_odd_answer_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    status, body, headers = ODD_ANSWERS[name]
    monkeypatch.setattr(OddHandler, "status", status)
    monkeypatch.setattr(OddHandler, "body", body)
    monkeypatch.setattr(OddHandler, "headers_sent", headers)
    with serving(OddHandler) as address:
        assert main(["recount", "--log", address, "--key", str(KEY)]) == 1
    [sentence] = capsys.readouterr().err.splitlines()
    assert sentence.startswith("✗ L")


class EndlessHandler(OddHandler):
    """Say « continue » for ever."""

    def do_GET(self) -> None:
        with suppress(OSError):
            while True:
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                time.sleep(0.01)


def test_an_answer_that_never_ends_is_hung_up_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FILE_SECONDS", 0.2)
    with serving(EndlessHandler) as address:
        assert main(["recount", "--log", address, "--key", str(KEY)]) == 1
    assert "met trop longtemps à répondre" in capsys.readouterr().err


def test_a_pipe_in_a_folder_is_no_file(log: WrittenLog) -> None:
    log.publish()
    (log.folder / "checkpoint").unlink()
    os.mkfifo(log.folder / "checkpoint")
    assert main(["recount", "--log", str(log.folder), "--key", str(KEY)]) == 1


def test_an_address_that_leads_elsewhere_is_said_to_lack_its_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OddHandler, "status", 301)
    monkeypatch.setattr(OddHandler, "headers_sent", {"Location": "/cles/", "Content-Length": "0"})
    with serving(OddHandler) as address:
        assert main(["recount", "--log", address]) == 1
    assert "donnez l’adresse qui finit par /registre." in capsys.readouterr().err


class ChangingLog(FolderLog):
    """Serve the first bundle truly once, and another one afterwards."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked = 0

    def read(self, path: str, *, limit: int) -> bytes | None:
        data = super().read(path, limit=limit)
        self.asked += path == "tile/entries/000"
        return data[:-1] + b"x" if data and self.asked > 1 and path.endswith("000") else data


def test_a_bundle_that_changes_between_two_readings_is_not_believed(log: WrittenLog) -> None:
    log.add(withdrawal(3, 4))
    log.publish()
    with pytest.raises(Unreadable, match="change pendant qu’on le lit"):
        recounted(ChangingLog(log.folder), checkpoint=log.checkpoint(), signers=[KEY])
