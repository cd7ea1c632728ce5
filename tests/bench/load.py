"""A small load generator: keep-alive connections on raw sockets, in a process of its own.

It costs about 30 µs of one core per request, which the server on the same machine misses.
"""

import itertools
import multiprocessing
import random
import select
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from urllib.parse import urlencode

HOST = "bench.example.org"
ONE_NETWORK = "192.0.2.7"
READ_BYTES = 65_536
LONGEST_ANSWER = 20.0  # seconds


@dataclass(frozen=True)
class Measured:
    """What came back: how long each answer took, in how many seconds, with which statuses."""

    delays: Sequence[float] = ()
    seconds: float = 0.0
    statuses: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(
            [*self.delays, *other.delays],
            self.seconds + other.seconds,
            Counter(self.statuses) + Counter(other.statuses),
        )

    @property
    def rate(self) -> float:
        """Return answers per second."""
        return len(self.delays) / self.seconds if self.seconds else 0.0

    def within(self, part: float) -> float:
        """Return the milliseconds within which `part` (0 to 1) of the answers came."""
        ordered = sorted(self.delays)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def get(path: str) -> bytes:
    """Return the bytes of a GET, as our proxy would pass it on."""
    return f"GET {path} HTTP/1.1\r\n{_HEADERS}{_from(ONE_NETWORK)}\r\n".encode()


def somewhere() -> str:
    """Return an address in one of 65,536 private networks: no limit ever meets one twice."""
    return f"10.{random.randrange(256)}.{random.randrange(256)}.7"  # noqa: S311  (no secret)


def post(path: str, *, network: str = ONE_NETWORK, **fields: str) -> bytes:
    """Return the bytes of a POST of a form."""
    body = urlencode(fields)
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    length = f"Content-Length: {len(body)}\r\n"
    head = f"POST {path} HTTP/1.1\r\n{_HEADERS}{_from(network)}{kind}{length}"
    return f"{head}\r\n{body}".encode()


def press(
    port: int, requests: Iterable[bytes], *, seconds: float, connections: int = 16
) -> Measured:
    """Send `requests` for `seconds`, or until there are none left, each connection one by one."""
    return _apart(_generate, port, iter(requests), seconds, connections)


def keep_rate(
    port: int, requests: Sequence[bytes], *, rate: float, connections: int = 64
) -> Measured:
    """Send `rate` requests a second until there are none left, whatever the answers do.

    A delay begins when its request was due: one that waits for a free connection waits as well.
    """
    return _apart(_arrive, port, requests, rate, connections)


def _apart(generate: Callable[..., None], *arguments: object) -> Measured:
    """Run a generator in a process of its own; return what it measured."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    generator = context.Process(target=generate, args=(sending, *arguments))
    generator.start()
    sending.close()
    try:
        measured: Measured = receiving.recv()
    except EOFError:
        raise SystemExit("The load generator failed; see above.") from None
    finally:
        generator.join()
    return measured


_HEADERS = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\nAccept-Encoding: gzip\r\n"


def _from(network: str) -> str:
    return f"X-Forwarded-For: {network}\r\n"


class _Client:
    """One connection with one request on its way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self.received = b""

    def send(self, request: bytes) -> None:
        self.received = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> int | None:
        """Take what came; return the status once the answer is whole."""
        piece = self.socket.recv(READ_BYTES)
        if not piece:
            raise ConnectionError("The server hung up.")
        self.received += piece
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found or not _is_whole(head.lower(), body):
            return None
        return int(head[9:12])


def _is_whole(head: bytes, body: bytes) -> bool:
    _, found, rest = head.partition(b"content-length:")
    if found:
        return len(body) >= int(rest.partition(b"\r\n")[0])
    return b"chunked" not in head or body.endswith(b"0\r\n\r\n")


def _generate(
    sending: Connection, port: int, requests: Iterator[bytes], seconds: float, connections: int
) -> None:
    delays: list[float] = []
    statuses: Counter[int] = Counter()
    poll = select.epoll()
    waiting: dict[int, _Client] = {}
    began = time.perf_counter()
    for request in itertools.islice(requests, connections):
        client = _Client(port)
        waiting[client.socket.fileno()] = client
        poll.register(client.socket, select.EPOLLIN)
        client.send(request)
    while waiting:
        for number in _answering(poll):
            client = waiting[number]
            status = client.receive()
            if status is None:
                continue
            now = time.perf_counter()
            delays.append(now - client.sent_at)
            statuses[status] += 1
            following = next(requests, None) if now - began < seconds else None
            if following is None:
                poll.unregister(client.socket)
                del waiting[number]
            else:
                client.send(following)
    sending.send(Measured(delays, time.perf_counter() - began, dict(statuses)))


def _arrive(
    sending: Connection, port: int, requests: Sequence[bytes], rate: float, connections: int
) -> None:
    delays: list[float] = []
    statuses: Counter[int] = Counter()
    poll = select.epoll()
    free = [_Client(port) for _ in range(connections)]
    busy: dict[int, _Client] = {}
    for client in free:
        poll.register(client.socket, select.EPOLLIN)
    began, sent = time.perf_counter(), 0
    while sent < len(requests) or busy:
        while free and sent < len(requests) and began + sent / rate <= time.perf_counter():
            client = free.pop()
            client.send(requests[sent])
            client.sent_at = began + sent / rate
            busy[client.socket.fileno()] = client
            sent += 1
        for number in _answering(poll, within=1 / rate):
            if number not in busy:
                _replace(number, free, poll, port)
                continue
            client = busy[number]
            status = client.receive()
            if status is not None:
                delays.append(time.perf_counter() - client.sent_at)
                statuses[status] += 1
                free.append(busy.pop(number))
    sending.send(Measured(delays, time.perf_counter() - began, dict(statuses)))


def _replace(number: int, free: list[_Client], poll: select.epoll, port: int) -> None:
    """Open another connection for one that the server closed, since nothing was sent on it."""
    [closed] = [client for client in free if client.socket.fileno() == number]
    free.remove(closed)
    poll.unregister(number)
    closed.socket.close()
    fresh = _Client(port)
    poll.register(fresh.socket, select.EPOLLIN)
    free.append(fresh)


def _answering(poll: select.epoll, *, within: float = LONGEST_ANSWER) -> list[int]:
    """Return who answers, after `within` seconds at most; nobody in the longest is a failure."""
    events = poll.poll(within)
    if not events and within == LONGEST_ANSWER:
        raise TimeoutError("The server does not answer.")
    return [number for number, _ in events]
