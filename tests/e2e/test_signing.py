"""A citizen signs, from the proposal to the count, by keyboard, with and without JavaScript."""

import re
import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.demo import Demo
from tests.e2e.keyboard import press, write
from tests.e2e.people import new_address

pytestmark = pytest.mark.e2e

COUNT_LIMIT = 20.0


def ask(page: Page, address: str) -> None:
    """Follow the first proposal to its form, and fill in the three fields."""
    page.goto("/")
    press(page, "Signer la pétition", link=True)
    write(page, "Vos prénom et nom", "Ada Lovelace")
    write(page, "Votre adresse électronique", address)
    write(page, "Votre code postal", "47200")
    press(page, "Recevoir mon code")


def count_shown(page: Page) -> int:
    """Read the count on the first proposal of the front page."""
    page.goto("/")
    text = page.locator(".count strong").first.inner_text()
    return int(re.sub(r"\D", "", text))


def test_a_citizen_signs_with_the_code_in_three_screens(page: Page, demo: Demo) -> None:
    before = count_shown(page)
    address = new_address()
    ask(page, address)
    expect(page.get_by_text("Étape 2 sur 3")).to_be_visible()
    write(page, "Votre code à 6 chiffres", demo.code_for(address))
    press(page, "Confirmer ma signature")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre signature est enregistrée")
    deadline = time.monotonic() + COUNT_LIMIT
    while count_shown(page) <= before:
        assert time.monotonic() < deadline, "The count never rose."
        time.sleep(0.5)


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
    press(telephone, "Confirmer ma signature")
    expect(telephone.get_by_role("heading", level=1)).to_have_text(
        "Votre signature est enregistrée"
    )
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre signature est enregistrée")


def test_a_wrong_code_is_explained_and_changes_nothing(page: Page, demo: Demo) -> None:
    address = new_address()
    ask(page, address)
    right = demo.code_for(address)
    write(page, "Votre code à 6 chiffres", f"{(int(right) + 1) % 1_000_000:06d}")
    press(page, "Confirmer ma signature")
    expect(page.get_by_role("alert")).to_contain_text("Il y a un problème")
    write(page, "Votre code à 6 chiffres", right)
    press(page, "Confirmer ma signature")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre signature est enregistrée")


def test_errors_keep_what_was_typed_and_lead_to_their_field(page: Page) -> None:
    page.goto("/")
    press(page, "Signer la pétition", link=True)
    write(page, "Vos prénom et nom", "Ada Lovelace")
    write(page, "Votre adresse électronique", "ada chez example.org")
    press(page, "Recevoir mon code")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Vos prénom et nom")).to_have_value("Ada Lovelace")
    assert page.title().startswith("Erreur")
