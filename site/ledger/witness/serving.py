"""Serve a witness over HTTP: two addresses, small bodies, and no trace of who asked."""

import sys
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ledger.witness.judging import Verdict, Witness

BODY_BYTES_MAX = 2**16  # A checkpoint with a hundred signatures and the longest proof fits.
PATIENCE_SECONDS = 10


class WitnessServer(ThreadingHTTPServer):
    """Listen for logs at `/add-checkpoint`, and for monitors at `/<hash>/checkpoint`."""

    daemon_threads = True

    def __init__(self, host: str, port: int, witness: Witness) -> None:
        super().__init__((host, port), WitnessHandler)
        self.witness = witness

    def handle_error(self, request: object, client_address: object) -> None:
        """Show what went wrong, not with whom; a broken connection is no fault of ours."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            traceback.print_exc()


class WitnessHandler(BaseHTTPRequestHandler):
    """One connection, kept between requests."""

    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_SECONDS
    server: WitnessServer

    def do_POST(self) -> None:
        if self.path != "/add-checkpoint":
            self._answer(_refusal(HTTPStatus.NOT_FOUND, "Cette adresse n’existe pas."), close=True)
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or "Transfer-Encoding" in self.headers:
            refusal = _refusal(HTTPStatus.LENGTH_REQUIRED, "La taille de la demande manque.")
            self._answer(refusal, close=True)
        elif len(length) > len(str(BODY_BYTES_MAX)) or int(length) > BODY_BYTES_MAX:
            refusal = _refusal(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Cette demande est trop longue."
            )
            self._answer(refusal, close=True)
        else:
            self._judge(self.rfile.read(int(length)))

    def do_GET(self) -> None:
        start, _, end = self.path.removeprefix("/").partition("/")
        if end == "checkpoint":
            self._answer(self.server.witness.shown(start))
        else:
            self._answer(_refusal(HTTPStatus.NOT_FOUND, "Cette adresse n’existe pas."))

    def _judge(self, body: bytes) -> None:
        try:
            verdict = self.server.witness.judge(body)
        except OSError:
            # What cannot be remembered is not cosigned.
            words = "Ce témoin ne peut rien retenir pour l’instant."
            verdict = _refusal(HTTPStatus.SERVICE_UNAVAILABLE, words)
        self._answer(verdict)

    def _answer(self, verdict: Verdict, *, close: bool = False) -> None:
        body = verdict.body.encode()
        self.send_response(verdict.status)
        self.send_header("Content-Type", verdict.content_type)
        self.send_header("Content-Length", str(len(body)))
        if close:  # A body that nobody read would be taken for the next request.
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "witness"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say what was answered, not to whom."""
        # Any other method is a stranger's bytes, which could steer a terminal.
        method = self.command if self.command in ("GET", "POST") else "?"
        sys.stderr.write(f"{method} {int(code)}\n")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of broken connections: their addresses are nobody's business."""


def _refusal(status: HTTPStatus, sentence: str) -> Verdict:
    return Verdict(status, f"{sentence}\n")
