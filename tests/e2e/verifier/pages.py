"""A published log for the verifier’s page, and what a reader does there."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from ledger.sed1.entries import NO_DECISION, Annul, Paper
from ledger.sed1.tallies import NO_PREVIOUS, Cell, TallyFile
from tests.ledger.verifier.written_log import (
    PETITION,
    WrittenLog,
    log_of,
    signer,
    who,
    withdrawal,
)

VERIFIER = "/registre/verifier/"
COUNTS = "/registre/comptes.json"
DAY = 20780
DAYS = f"/registre/ventilation/{PETITION}/"
PLACED = range(10, 20)


def written(folder: Path, *, area: str = "48", active: int = 298) -> WrittenLog:
    """Return a published log of 300 signers, the first at index 1, that lived a little.

    Args:
        area: the département under which ten of them are listed.
        active: how many signatures the figures by département say that there are.
    """
    log = log_of(folder, range(300))
    log.publish()
    log.add(withdrawal(3, 4), Annul(5, 1, NO_DECISION), Paper(PETITION, 1, 9, bytes(32)))
    geos = sorted(signer(number).geo(who(number)) for number in PLACED)
    log.add_tally(
        TallyFile(
            petition=PETITION,
            day=DAY,
            size=303,
            previous=NO_PREVIOUS,
            active=active,
            placed=10,
            gone=0,
            waiting=active - 10,
            leaving=0,
            cells=(Cell(area, 1, 10, 0, tuple(geos)),),
        )
    )
    log.publish()
    counts = {"size": len(log.entries), "petitions": {"7": {"online": 298, "paper": 9}}}
    log.write("comptes.json", json.dumps(counts).encode())
    return log


def check(tab: Page, receipt: str, typed: str) -> dict[str, str]:
    """Paste a receipt, type an address, and return the three answers."""
    tab.goto(VERIFIER)
    tab.get_by_text("Je n’ai pas le fichier").click()
    tab.get_by_label("Collez ici").fill(receipt)
    tab.get_by_label("Tapez l’adresse").fill(typed)
    tab.get_by_role("button", name="Vérifier ma signature").click()
    return answers(tab)


def answers(tab: Page) -> dict[str, str]:
    results = tab.locator("[data-results]")
    expect(results).to_be_visible()
    expect(results).not_to_contain_text("en cours")
    return {
        line: tab.locator(f'[data-line="{line}"] p').inner_text().replace("\u202f", " ")
        for line in ("recorded", "counted", "placed")
    }


def choose(tab: Page, label: str, data: bytes) -> None:
    file: Any = {"name": "recu.tlog-proof", "mimeType": "", "buffer": data}
    tab.get_by_label(label, exact=True).set_input_files(file)
