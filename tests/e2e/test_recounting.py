"""Whoever trusts nobody downloads a verifier, and finds the number that the pages show."""

import json
import re
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import pytest

from tests.e2e.demo import Demo
from tests.e2e.people import new_address
from tests.e2e.signers import Thanks, ask, confirm, open_petition, send, settled_books

LIMIT = 60.0
PAUSE = 0.5


@pytest.fixture
def verifier(demo: Demo, tmp_path: Path) -> Path:
    """The program, as the site gives it."""
    file = tmp_path / "verify.py"
    file.write_text(send(demo, "GET", "/registre/verify.py").body, encoding="utf-8")
    return file


def sign(demo: Demo, petition: str) -> tuple[str, Thanks]:
    """Sign with a new address; return it and what came back."""
    address = new_address()
    waiting = ask(demo, petition, address)
    return address, confirm(demo, waiting, demo.code_for(address))


def run(verifier: Path, demo: Demo, command: str, *words: str) -> tuple[int, str]:
    """Return the status and the words of the program, run far from our code."""
    typed = [str(verifier), command, "--log", f"{demo.address}/registre", *words]
    done = subprocess.run(
        [sys.executable, "-I", *typed],
        cwd=verifier.parent,
        env={},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def recounted(verifier: Path, demo: Demo, number: int) -> int:
    """Return the online signatures of one petition, as the program counts them."""
    status, words = run(verifier, demo, "recount", "--strict")
    assert status == 0, words
    found = re.search(rf"Pétition {number} : ([\d\u202f]+) signatures? en ligne", words)
    assert found, words
    return _digits(found.group(1))


def shown(demo: Demo, petition: str) -> tuple[int, int, int]:
    """Return the number that the log knows the petition by, and its count: data, then page."""
    data = json.loads(send(demo, "GET", f"/petitions/{petition}/chiffres.json").body)
    page = send(demo, "GET", f"/petitions/{petition}/chiffres/").body
    found = re.search(r'class="count[^>]*>\s*<strong[^>]*>([^<]+)<', page)
    assert found, page
    return data["log_number"], data["online_signatures"], _digits(unescape(found.group(1)))


def receipt_of(demo: Demo, thanks: Thanks) -> str:
    """Return the receipt as the file that its owner downloads, once the log holds the entry."""
    deadline = time.monotonic() + LIMIT
    answer = send(demo, "POST", thanks.proof, {"extra": thanks.extra})
    while answer.status == 404 and time.monotonic() < deadline:
        time.sleep(PAUSE)
        answer = send(demo, "POST", thanks.proof, {"extra": thanks.extra})
    assert answer.status == 200, answer
    return answer.body


def test_the_verifier_recounts_what_the_pages_show(demo: Demo, verifier: Path) -> None:
    petition = open_petition(demo)
    before = settled_books(demo, petition, limit=LIMIT).counted
    sign(demo, petition)
    sign(demo, petition)
    settled_books(demo, petition, limit=LIMIT)
    deadline = time.monotonic() + LIMIT
    # Pages keep a count for a few seconds, each on its own.
    while (found := shown(demo, petition))[1:] != (before + 2, before + 2):
        assert time.monotonic() < deadline, found
        time.sleep(PAUSE)
    assert recounted(verifier, demo, found[0]) == before + 2


def test_a_receipt_verifies_for_its_owner_and_for_nobody_else(
    demo: Demo, verifier: Path, tmp_path: Path
) -> None:
    address, thanks = sign(demo, open_petition(demo))
    file = tmp_path / "recu.tlog-proof"
    file.write_text(receipt_of(demo, thanks), encoding="utf-8")
    status, words = run(verifier, demo, "receipt", str(file), "--address", address)
    assert status == 0, words
    assert "Enregistrée : oui" in words
    assert "Encore comptée : oui" in words
    status, words = run(verifier, demo, "receipt", str(file), "--address", new_address())
    assert status == 1, words
    assert "Enregistrée : non" in words


def _digits(words: str) -> int:
    return int(re.sub(r"\D", "", words))
