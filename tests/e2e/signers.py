"""Signers seen from outside: plain HTTP without cookies, and patience when nobody answers."""

import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import urlencode

import psycopg

from core.embedded.postgres import Postgres
from tests.e2e.demo import Demo
from tests.e2e.people import new_address

POSTCODE = "47200"
PATIENCE = 45.0
PAUSE = 0.25
BATCH = 3
# One of the RFC 2544 networks: nobody's, so that each signer seems to come from another one.
NETWORK = "198.18.{}.1"


@dataclass(frozen=True)
class Answer:
    """What came back; `status` is 0 when the connection failed."""

    status: int
    location: str = ""
    body: str = ""


@dataclass(frozen=True)
class Books:
    """What the database holds: signatures, how many are counted or wait to be, waiting letters."""

    signatures: int
    counted: int
    uncounted: int
    letters: int


def send(
    demo: Demo,
    method: str,
    path: str,
    typed: dict[str, str] | None = None,
    *,
    network: str = NETWORK.format(0),
) -> Answer:
    """Ask once, without following a redirect; never raise because of the network."""
    connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=20)
    headers = {"X-Forwarded-For": network}
    if typed is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, urlencode(typed or {}) if typed else None, headers)
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return Answer(0)
    finally:
        connection.close()
    return Answer(answer.status, answer.headers.get("Location") or "", body)


def insist(demo: Demo, path: str, typed: dict[str, str], *, network: str) -> Answer:
    """Post until somebody answers; a page that says « come back » (503) counts as nobody."""
    deadline = time.monotonic() + PATIENCE
    while (answer := send(demo, "POST", path, typed, network=network)).status in {0, 503}:
        assert time.monotonic() < deadline, f"Nobody answered {path} in {PATIENCE:.0f} s."
        time.sleep(PAUSE)
    return answer


def open_petition(demo: Demo) -> str:
    """Return the slug of the first petition that the front page offers for signature."""
    found = re.search(r"/petitions/([\w-]+)/signer/", send(demo, "GET", "/").body)
    assert found, demo.log
    return found.group(1)


def ask(demo: Demo, petition: str, address: str, *, network: str = NETWORK.format(0)) -> str:
    """Fill in the form; return the path of the page that waits for the code."""
    typed = {"name": "Ada Lovelace", "email": address, "postcode": POSTCODE}
    answer = insist(demo, f"/petitions/{petition}/signer/", typed, network=network)
    assert answer.status == 302, answer
    return answer.location


def confirm(demo: Demo, waiting: str, code: str, *, network: str = NETWORK.format(0)) -> None:
    """Type the code; return once the platform has said that it has the signature."""
    answer = insist(demo, waiting, {"code": code}, network=network)
    assert (answer.status, answer.location) == (302, waiting), answer


def link_in(letter: str) -> str:
    """Return the path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+/lien/\S+)", letter)
    assert found, letter
    return found.group(1)


def books(demo: Demo, petition: str) -> Books:
    """Read what the demo's database holds on `petition`, and how many letters wait in all."""
    question = """
        WITH asked AS (SELECT id FROM petitions_petition WHERE slug = %s)
        SELECT (SELECT count(*) FROM petitions_signature, asked WHERE petition_id = asked.id),
            (SELECT coalesce(sum(online), 0) FROM ledger_sealedcount, asked
                WHERE petition = asked.id),
            (SELECT count(*) FROM ledger_waiting, asked WHERE petition = asked.id),
            (SELECT count(*) FROM core_outboxletter)
    """
    with psycopg.connect(Postgres(demo.folder).url) as database:
        row = database.execute(question, [petition]).fetchone()
    assert row
    return Books(*(int(number) for number in row))


def settled_books(demo: Demo, petition: str, *, limit: float) -> Books:
    """Return the books once no letter and no signature waits any more."""
    deadline = time.monotonic() + limit
    while (found := books(demo, petition)).letters or found.uncounted:
        assert time.monotonic() < deadline, f"Not settled in {limit:.0f} s: {found}"
        time.sleep(PAUSE)
    return found


@dataclass
class Crowd:
    """People who sign one after the other, a few at a time, until the block ends.

    Attributes:
        thanked: the address of each person who was told that the signature is recorded.
    """

    demo: Demo
    petition: str
    size: int = 3
    thanked: list[str] = field(default_factory=list)

    def __enter__(self) -> "Crowd":
        self._stopping = Event()
        self._pool = ThreadPoolExecutor(self.size)
        self._people = [self._pool.submit(self._sign_in_turn, n) for n in range(self.size)]
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stopping.set()
        self._pool.shutdown()
        for person in self._people:
            person.result()

    def wait_for(self, count: int, *, limit: float) -> None:
        """Return once `count` more people were thanked."""
        goal, deadline = len(self.thanked) + count, time.monotonic() + limit
        while len(self.thanked) < goal:
            for person in self._people:
                if person.done():
                    person.result()
            assert time.monotonic() < deadline, f"Nobody could sign for {limit:.0f} s."
            time.sleep(0.05)

    def _sign_in_turn(self, first: int) -> None:
        turn = first
        while not self._stopping.is_set():
            # Several at once, so that a fault meets confirmations and not only waiting.
            network = NETWORK.format(turn % 256)
            asked = [self._ask(network) for _ in range(BATCH)]
            ready = [
                (address, waiting, self.demo.code_for(address, limit=PATIENCE))
                for address, waiting in asked
            ]
            for address, waiting, code in ready:
                confirm(self.demo, waiting, code, network=network)
                self.thanked.append(address)
                if turn % 2:  # somebody unsure presses the button again
                    confirm(self.demo, waiting, code, network=network)
            turn += self.size

    def _ask(self, network: str) -> tuple[str, str]:
        address = new_address()
        return address, ask(self.demo, self.petition, address, network=network)
