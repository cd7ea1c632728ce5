"""A signer takes a signature back in a real browser: with the receipt, and by mail."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.demo import Demo
from tests.e2e.keyboard import press, write
from tests.e2e.people import new_address
from tests.e2e.test_signing import THANKS, ask, confirm, receipt_from

pytestmark = pytest.mark.e2e
WITHDRAW = "Retirer ma signature"


def sign(page: Page, demo: Demo, address: str) -> str:
    """Sign the first petition of the front page; return its address."""
    ask(page, address)
    petition = re.search(r"/petitions/[\w-]+/", page.url)
    assert petition
    write(page, "Votre code à 6 chiffres", demo.code_for(address))
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)
    return petition.group()


def test_a_signer_sees_what_an_address_signed_and_takes_it_back(page: Page, demo: Demo) -> None:
    address = new_address()
    sign(page, demo, address)
    page.goto("/")
    press(page, "Mes signatures", link=True)
    letters = len(demo.letters_to(address))
    write(page, "Votre adresse électronique", address)
    press(page, "Recevoir un code")
    code = demo.code_for(address, newer_than=letters)
    write(page, "Votre code à 6 chiffres", code)
    press(page, "Voir mes signatures")
    press(page, re.compile(f"^{WITHDRAW}"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Retirer votre signature")
    write(page, "Pour confirmer, écrivez : oui", "oui")
    press(page, WITHDRAW)
    expect(page.get_by_text("Votre signature est retirée")).to_be_visible()
    expect(page.get_by_text("Il ne reste aucune signature")).to_be_visible()


def test_a_receipt_takes_a_signature_back_and_sends_no_address(
    page: Page, context: BrowserContext, demo: Demo, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if "without-javascript" in request.node.name:
        pytest.skip("the receipt is read by a script; the page leads to « Mes signatures »")
    address = new_address()
    petition = sign(page, demo, address)
    receipt = receipt_from(page, tmp_path)
    sent: list[str] = []
    context.on("request", lambda one: sent.append(f"{one.url} {one.post_data or ''}"))
    page.goto(f"{petition}retirer/")
    page.get_by_label("Votre reçu", exact=True).set_input_files(receipt)
    write(page, "adresse électronique", address)
    press(page, WITHDRAW)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre signature est retirée")
    assert any("identity=" in one for one in sent)
    assert not any(address.partition("@")[0] in one for one in sent)
    page.go_back()
    page.get_by_label("Votre reçu", exact=True).set_input_files(receipt)
    write(page, "adresse électronique", address)
    press(page, WITHDRAW)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette signature est déjà retirée")
