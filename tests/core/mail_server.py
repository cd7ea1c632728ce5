"""A mail server of a few lines, to try the real SMTP path."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            match line.split(" ")[0].upper():
                case "QUIT":
                    self._say("221 bye")
                    return
                case "RCPT" if "refused" in line:
                    self._say("550 no such mailbox")
                case "RCPT" if "hang-up" in line:
                    return
                case "DATA":
                    self._say("354 go on")
                    self._receive()
                case _:
                    self._say("250 ok")

    def _receive(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        _inbox(self.server).append(b"".join(lines))
        self._say("250 accepted")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    inbox: list[bytes]


def _inbox(server: socketserver.BaseServer) -> list[bytes]:
    assert isinstance(server, _Server)
    return server.inbox


@contextmanager
def mail_server() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on this machine for the block; give the port, and what is received."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.inbox = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1], server.inbox
        server.shutdown()
        thread.join()
