"""Which port the demo's web server takes."""

import socket

FIRST = 8000
TRIED = 20


class PortTaken(Exception):
    """No port is free; the message says which were tried."""


def choose(asked: int | None) -> int:
    """Return `asked` if it is free; without a wish, the first free one from 8000 on.

    Raises:
        PortTaken: if it, or all twenty of them, are in use.
    """
    if asked is not None:
        if not _is_free(asked):
            raise PortTaken(f"Port {asked} is in use. Choose another: --port {asked + 1}.")
        return asked
    for port in range(FIRST, FIRST + TRIED):
        if _is_free(port):
            return port
    raise PortTaken(f"Ports {FIRST} to {FIRST + TRIED - 1} are all in use. Choose one: --port N.")


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True
