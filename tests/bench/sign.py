"""Measure asking to sign and confirming: `python3 run.py bench sign [--signatures N]`."""

import argparse
import secrets
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection

from core import keys
from ledger.sed1.entries import Sign
from petitions import proofs
from petitions.hiding import new_secret
from tests.bench.harness import platform, say, single_row_commits
from tests.bench.load import Measured, post, press
from tests.bench.report import ROUNDS, SECONDS, again, in_turns, queries_of_post, row

COMMITMENT_BYTES = 32
_OPEN = "SELECT id, slug FROM petitions_petition WHERE status = 'open' ORDER BY id LIMIT 1"
_COUNT = "SELECT count(*) FROM petitions_signature WHERE petition_id = %s"
_WAITING = """
    SELECT wish.id, mailbox.tag FROM petitions_signaturerequest AS wish
    JOIN petitions_mailbox AS mailbox ON mailbox.id = wish.mailbox_id
    WHERE wish.confirmed_on IS NULL ORDER BY wish.id
"""
# Each signature with its sealed entry and its place in the figures, as they stand a day later.
_FILL = """
    WITH made AS MATERIALIZED (
        SELECT n, sha256(convert_to('tag' || salt || n, 'UTF8')) AS tag,
            sha256(convert_to('holder' || salt || n, 'UTF8')) AS holder,
            sha256(convert_to('place' || salt || n, 'UTF8')) AS place,
            sha256(convert_to('exact' || salt || n, 'UTF8')) AS exact,
            sha256(convert_to('c' || salt || n, 'UTF8')) AS commitment,
            sha256(convert_to('g' || salt || n, 'UTF8')) AS geo
        FROM generate_series(1, %(signatures)s) AS n, (SELECT %(salt)s::text AS salt) AS salted
    ),
    entry AS (
        INSERT INTO ledger_entry (id, index, kind, petition, body, commitment)
        SELECT gen_random_uuid(), 1000 + n, 1, %(petition)s, %(head)s || commitment, commitment
        FROM made
    ),
    placement AS (
        INSERT INTO ledger_placement (geo, petition, area, level, state, removal)
        SELECT geo, %(petition)s, '47', 1, 1, 0 FROM made
    )
    INSERT INTO petitions_signature
        (petition_id, tag, holder, place, exact, commitment, geo, slot, level, confirmed_on)
    SELECT %(petition)s, tag, holder, place, exact, commitment, geo, 0, 1, CURRENT_DATE FROM made
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench sign", description=__doc__)
    parser.add_argument("--signatures", type=int, default=10_000, help="already in the table")
    wanted = parser.parse_args()
    with platform() as port:
        measure(port, signatures=wanted.signatures)


def measure(port: int, *, signatures: int) -> None:
    """Print what asking and confirming reach, beside hello-world, bare inserts and a bare form.

    Confirming is what a browser without JavaScript does: one POST, whose answer is the receipt.
    """
    [[petition, slug]] = _ask(_OPEN)
    say(f"Filling the table with {signatures} signatures…")
    _fill(petition, signatures)
    say("Committing single rows…")
    commits = single_row_commits()
    if commits is not None:
        say(f"{'single-row commits, pgbench':<40} {commits:>7.0f} /s")
    path = f"/petitions/{slug}/signer/"
    asked = queries_of_post(path, **_typed())
    say("Asking to sign…")
    done = in_turns(
        port, {"hello": again("/bench/hello"), "bare": _forms("/bench/form"), "ask": _forms(path)}
    )
    others = {"hello": done["hello"].rate, "bare_form": done["bare"].rate, "commits": commits}
    row("hello-world", done["hello"], queries=None)
    row("bare form, three inserts", done["bare"], queries=3, **_but(others, "bare_form"))
    row("asking to sign, new address", done["ask"], queries=asked, **others)
    say("Confirming…")
    _measure_confirming(port, petition, slug, signatures=signatures, commits=commits)


def _measure_confirming(
    port: int, petition: int, slug: str, *, signatures: int, commits: float | None
) -> None:
    waiting = list(_waiting(petition, slug))
    path, code = waiting.pop()
    asked = queries_of_post(path, code=code, secret=new_secret())
    codes = (post(path, code=code, secret=new_secret()) for path, code in waiting)
    done = {"hello": Measured(), "confirm": Measured()}
    for _ in range(ROUNDS):
        done["hello"] += press(port, again("/bench/hello"), seconds=SECONDS)
        some = list(islice(codes, len(waiting) // ROUNDS))
        done["confirm"] += press(port, some, seconds=60)
    shares = {"hello": done["hello"].rate, "commits": commits}
    row("confirming a signature", done["confirm"], queries=asked, **shares)
    _check(petition, expected=signatures + done["confirm"].statuses.get(200, 0) + 1)


def _but(others: dict[str, float | None], name: str) -> dict[str, float | None]:
    return {what: rate for what, rate in others.items() if what != name}


def _forms(path: str) -> Iterator[bytes]:
    while True:
        yield post(path, **_typed())


def _typed() -> dict[str, str]:
    address = f"ada.{secrets.token_hex(8)}@example.org"
    return {"name": "Ada Lovelace", "email": address, "postcode": "47200"}


def _fill(petition: int, signatures: int) -> None:
    head = Sign(petition, 1, bytes(COMMITMENT_BYTES)).to_bytes()[:-COMMITMENT_BYTES]
    salt = uuid.uuid4().hex
    values: dict[str, int | str | bytes] = {"petition": petition, "signatures": signatures}
    with connection.cursor() as cursor:
        cursor.execute(_FILL, values | {"head": head, "salt": salt})
        cursor.execute("ANALYZE")


def _waiting(petition: int, slug: str) -> Iterator[tuple[str, str]]:
    """Yield the page and the code of every wish that waits, as browser and letter know them."""
    key = keys.petition_key(petition)
    for wish, tag in _ask(_WAITING):
        reference = proofs.token_for(proofs.BROWSER, wish, key=key)
        yield f"/petitions/{slug}/confirmer/{reference}/", proofs.code_for(bytes(tag), key=key)


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
