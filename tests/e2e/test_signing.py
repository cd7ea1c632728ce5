"""A citizen signs, from the proposal to the count, by keyboard, with and without JavaScript."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, TimeoutError, expect

from ledger.verifier.command import main as verify
from tests.e2e.demo import Demo
from tests.e2e.keyboard import press, reach, write
from tests.e2e.people import new_address

pytestmark = pytest.mark.e2e

COUNT_LIMIT = 20.0
RECEIPT_LIMIT = 60.0
# The log may hold the signature before the page is shown.
THANKS = re.compile("Votre signature est (enregistrée|comptée)")
SAVE = "Télécharger mon reçu"


def ask(page: Page, address: str) -> None:
    """Follow the first proposal to its form, and fill in the three fields."""
    page.goto("/")
    press(page, "Signer la pétition", link=True)
    write(page, "Vos prénom et nom", "Ada Lovelace")
    write(page, "Votre adresse électronique", address)
    write(page, "Votre code postal", "47200")
    press(page, "Recevoir mon code")


def confirm(page: Page) -> None:
    """Press the button; a script answers a wrong code on the same page."""
    reach(page, page.get_by_role("button", name="Confirmer ma signature"))
    page.keyboard.press("Enter")


def count_shown(page: Page) -> int:
    """Read the count on the first proposal of the front page."""
    page.goto("/")
    text = page.locator(".count strong").first.inner_text()
    return int(re.sub(r"\D", "", text))


def receipt_from(page: Page, folder: Path) -> Path:
    """Press until the receipt comes as a file: the page says that it may take a while."""
    button = page.get_by_role("button", name=SAVE)
    button.wait_for(timeout=1000 * RECEIPT_LIMIT)
    deadline = time.monotonic() + RECEIPT_LIMIT
    while time.monotonic() < deadline:
        reach(page, button)
        try:
            with page.expect_download(timeout=3000) as download:
                page.keyboard.press("Enter")
        except TimeoutError:
            continue
        file = folder / download.value.suggested_filename
        download.value.save_as(file)
        return file
    raise AssertionError(page.locator("main").inner_text())


def test_a_citizen_signs_with_the_code_in_three_screens(page: Page, demo: Demo) -> None:
    before = count_shown(page)
    address = new_address()
    ask(page, address)
    expect(page.get_by_text("Étape 2 sur 3")).to_be_visible()
    write(page, "Votre code à 6 chiffres", demo.code_for(address))
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)
    deadline = time.monotonic() + COUNT_LIMIT
    while count_shown(page) <= before:
        assert time.monotonic() < deadline, "The count never rose."
        time.sleep(0.5)


def test_a_citizen_keeps_a_receipt_that_anybody_can_verify(
    page: Page, demo: Demo, tmp_path: Path
) -> None:
    address = new_address()
    ask(page, address)
    write(page, "Votre code à 6 chiffres", demo.code_for(address))
    confirm(page)
    receipt = receipt_from(page, tmp_path)
    assert receipt.name == "recu.tlog-proof"
    log = ["--log", f"{demo.address}/registre"]
    assert verify(["receipt", str(receipt), "--address", address, *log]) == 0
    assert verify(["receipt", str(receipt), "--address", new_address(), *log]) == 1


def test_a_citizen_signs_with_the_link_on_another_device(
    page: Page, context: BrowserContext, demo: Demo
) -> None:
    address = new_address()
    ask(page, address)
    link = re.search(r"http\S+/lien/\S+", demo.letter_to(address))
    assert link
    telephone = context.new_page()
    telephone.goto(link.group())
    write(telephone, "Votre code postal", "47200")
    press(telephone, "Continuer")
    expect(telephone.get_by_text("Lot-et-Garonne")).to_be_visible()
    write(telephone, "Pour confirmer, écrivez : oui", "oui")
    press(telephone, "Je confirme ma signature")
    expect(telephone.get_by_role("heading", level=1)).to_have_text(THANKS)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)


def test_a_wrong_code_is_explained_and_changes_nothing(page: Page, demo: Demo) -> None:
    address = new_address()
    ask(page, address)
    right = demo.code_for(address)
    write(page, "Votre code à 6 chiffres", f"{(int(right) + 1) % 1_000_000:06d}")
    confirm(page)
    expect(page.get_by_role("alert")).to_contain_text("Il y a un problème")
    write(page, "Votre code à 6 chiffres", right)
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)


def test_errors_keep_what_was_typed_and_lead_to_their_field(page: Page) -> None:
    page.goto("/")
    press(page, "Signer la pétition", link=True)
    write(page, "Vos prénom et nom", "Ada Lovelace")
    write(page, "Votre adresse électronique", "ada chez example.org")
    press(page, "Recevoir mon code")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Vos prénom et nom")).to_have_value("Ada Lovelace")
    assert page.title().startswith("Erreur")
