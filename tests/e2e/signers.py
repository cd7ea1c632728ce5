"""Signers seen from outside: plain HTTP without cookies, and patience when nobody answers."""

import http.client
import re
import secrets
import time
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import psycopg

from core.embedded.postgres import Postgres
from ledger.sed1.receipts import OwnerReceipt, parse_receipt
from tests.e2e.demo import Demo

POSTCODE = "47200"
PATIENCE = 90.0
PAUSE = 0.25
# One of the RFC 2544 networks: nobody's, so that each signer seems to come from another one.
NETWORK = "198.18.{}.1"
# The receipt stands in the forms of the page; the first one is its owner's.
RECEIPT_FORM = re.compile(r'action="(/\S+/recu/\S+/preuve/)">\s*<input[^>]* value="([^"]+)"')


class GaveUp(AssertionError):
    """Somebody waited longer than people do; nothing is said of what became of the wish."""


@dataclass(frozen=True)
class Answer:
    """What came back; `status` is 0 when the connection failed."""

    status: int
    location: str = ""
    body: str = ""

    def __str__(self) -> str:
        title = re.search(r"<title>([^<]*)", self.body)
        return f"{self.status} {self.location} {title.group(1) if title else self.body[:200]}"


@dataclass(frozen=True)
class Thanks:
    """What a browser without JavaScript is shown once it confirmed: its receipt.

    `proof` is the path that gives it as a file to who posts `extra`, the receipt in base64.
    """

    proof: str
    extra: str

    @property
    def receipt(self) -> OwnerReceipt:
        found = parse_receipt(b64decode(self.extra))
        assert isinstance(found, OwnerReceipt)
        return found


@dataclass(frozen=True)
class Books:
    """What the database holds: of one petition, its signatures and how many are counted; in all,
    entries in the log, entries that wait for it, letters that wait."""

    signatures: int
    counted: int
    sealed: int
    waiting: int
    letters: int


def send(
    demo: Demo,
    method: str,
    path: str,
    typed: Mapping[str, str] | None = None,
    *,
    network: str = NETWORK.format(0),
    cookies: dict[str, str] | None = None,
) -> Answer:
    """Ask once, without following a redirect; never raise because of the network.

    Args:
        cookies: those of a browser, which the answer changes; None for one that has none.
    """
    connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=20)
    headers = {"X-Forwarded-For": network}
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
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
    if cookies is not None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            cookies[name] = value
    return Answer(answer.status, answer.headers.get("Location") or "", body)


def insist(
    demo: Demo,
    path: str,
    typed: Mapping[str, str],
    *,
    network: str,
    cookies: dict[str, str] | None = None,
) -> Answer:
    """Post until somebody answers; a page that says « come back » (503) counts as nobody.

    Raises:
        GaveUp: after PATIENCE seconds.
    """
    deadline = time.monotonic() + PATIENCE
    post = partial(send, demo, "POST", path, typed, network=network, cookies=cookies)
    while (answer := post()).status in {0, 503}:
        if time.monotonic() > deadline:
            raise GaveUp(f"Nobody answered {path} in {PATIENCE:.0f} s.")
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
    assert answer.status == 302, str(answer)
    return answer.location


def new_secret() -> str:
    """Return what the page carries for a browser without JavaScript; anyone can draw another."""
    return secrets.token_hex(32)


def confirm(
    demo: Demo,
    waiting: str,
    code: str,
    *,
    secret: str | None = None,
    network: str = NETWORK.format(0),
) -> Thanks:
    """Type the code; return once the platform has said that it has the signature."""
    typed = {"code": code, "secret": secret or new_secret()}
    return thanks_in(insist(demo, waiting, typed, network=network))


def thanks_in(answer: Answer) -> Thanks:
    """Return the receipt that an answer shows."""
    found = RECEIPT_FORM.search(answer.body)
    assert answer.status == 200, str(answer)
    assert found, str(answer)
    return Thanks(*found.groups())


def link_in(letter: str) -> str:
    """Return the path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+/lien/\S+)", letter)
    assert found, letter
    return found.group(1)


def confirm_by_link(
    demo: Demo, link: str, *, news: str = "", network: str = NETWORK.format(0)
) -> Answer:
    """Type the postcode behind the letter's link, read what is shown, and confirm it."""
    shown = insist(demo, link, {"proof": POSTCODE}, network=network)
    found = re.search(r'name="wish" value="([\w-]+)"', shown.body)
    assert found, str(shown)
    typed = {"proof": POSTCODE, "step": "confirm", "is_sure": "oui", "wish": found.group(1)}
    sent = typed | {"news": news, "secret": new_secret()}
    return insist(demo, link, sent, network=network)


def books(demo: Demo, petition: str) -> Books:
    """Read what the demo's database holds on `petition`, and what waits in all."""
    question = """
        WITH asked AS (SELECT id FROM petitions_petition WHERE slug = %s)
        SELECT (SELECT count(*) FROM petitions_signature, asked WHERE petition_id = asked.id),
            (SELECT coalesce(sum(online), 0) FROM ledger_sealedcount, asked
                WHERE petition = asked.id),
            (SELECT count(index) FROM ledger_entry),
            (SELECT count(*) - count(index) FROM ledger_entry),
            (SELECT count(*) FROM core_outboxletter)
    """
    with psycopg.connect(Postgres(demo.folder).url) as database:
        row = database.execute(question, [petition]).fetchone()
    assert row
    return Books(*(int(number) for number in row))


def settled_books(demo: Demo, petition: str, *, limit: float) -> Books:
    """Return the books once no letter and no entry of the log waits any more."""
    deadline = time.monotonic() + limit
    while (found := books(demo, petition)).letters or found.waiting:
        assert time.monotonic() < deadline, f"Not settled in {limit:.0f} s: {found}"
        time.sleep(PAUSE)
    return found
