"""Measure asking to sign and confirming: `python3 run.py bench sign [--signatures N]`."""

import argparse
import secrets
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connection

from core import keys
from petitions import proofs
from tests.bench.harness import platform, say, single_row_commits
from tests.bench.load import Measured, post, press
from tests.bench.report import SECONDS, measure_page, queries_of_post, row

_OPEN = "SELECT id, slug FROM petitions_petition WHERE status = 'open' ORDER BY id LIMIT 1"
_COUNT = "SELECT count(*) FROM petitions_signature WHERE petition_id = %s"
_WAITING = """
    SELECT wish.id, wish.mailbox_id FROM petitions_signaturerequest AS wish
    WHERE wish.confirmed_on IS NULL ORDER BY wish.id
"""
_FILL = """
    INSERT INTO petitions_signature (petition_id, tag, holder, place, level, confirmed_on)
    SELECT %s, sha256(convert_to(%s || n, 'UTF8')), sha256(convert_to(%s || -n, 'UTF8')),
        sha256(convert_to(n || %s, 'UTF8')), 1, CURRENT_DATE
    FROM generate_series(1, %s) AS n
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench sign", description=__doc__)
    parser.add_argument("--signatures", type=int, default=10_000, help="already in the table")
    wanted = parser.parse_args()
    with platform() as port:
        measure(port, signatures=wanted.signatures)


def measure(port: int, *, signatures: int) -> None:
    """Print what asking and confirming reach, beside hello-world, bare inserts and a bare form."""
    [[petition, slug]] = _ask(_OPEN)
    say(f"Filling the table with {signatures} signatures…")
    _fill(petition, signatures)
    say("Committing single rows…")
    commits = single_row_commits()
    if commits is not None:
        say(f"{'single-row commits, pgbench':<46} {commits:>7.0f} /s")
    hello = measure_page(port, "/bench/hello")
    row("hello-world", hello, queries=None)
    bare = _press_form(port, "/bench/form")
    row("bare form, three inserts", bare, queries=None, hello_world=hello.rate, commits=commits)
    others = {"hello_world": hello.rate, "the_bare_form": bare.rate, "commits": commits}
    path = f"/petitions/{slug}/signer/"
    queries = queries_of_post(path, **_typed())
    row("asking to sign, new address", _press_form(port, path), queries=queries, **others)
    waiting = list(_waiting(petition, slug))
    path, code = waiting.pop()
    queries = queries_of_post(path, code=code)
    confirming = press(port, (post(path, code=code) for path, code in waiting), seconds=SECONDS)
    row("confirming a signature", confirming, queries=queries, **others)
    _check(petition, expected=signatures + confirming.statuses.get(302, 0) + 1)


def _press_form(port: int, path: str) -> Measured:
    """Send the form again and again, each time from another address; warm up first."""
    press(port, (post(path, **_typed()) for _ in range(300)), seconds=SECONDS)
    prepared = [post(path, **_typed()) for _ in range(20_000)]
    return press(port, prepared, seconds=SECONDS)


def _typed() -> dict[str, str]:
    address = f"ada.{secrets.token_hex(8)}@example.org"
    return {"name": "Ada Lovelace", "email": address, "postcode": "47200"}


def _fill(petition: int, signatures: int) -> None:
    salt = uuid.uuid4().hex
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [petition, salt, salt, salt, signatures])
        cursor.execute("ANALYZE")


def _waiting(petition: int, slug: str) -> Iterator[tuple[str, str]]:
    """Yield the page and the code of every wish that waits, as browser and letter know them."""
    key = keys.petition_key(petition)
    for wish, mailbox in _ask(_WAITING):
        reference = proofs.token_for(proofs.BROWSER, wish, key=key)
        yield f"/petitions/{slug}/confirmer/{reference}/", proofs.code_for(mailbox, key=key)


def _check(petition: int, *, expected: int) -> None:
    """Say whether every confirmation that was answered is one signature, and none is two."""
    [[stored]] = _ask(_COUNT, petition)
    verdict = "none lost, none doubled" if stored == expected else f"expected {expected}"
    say(f"{stored} signatures in the table: {verdict}.")


def _ask(statement: str, *values: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


if __name__ == "__main__":
    main()
