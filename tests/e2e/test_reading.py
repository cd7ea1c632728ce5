"""People read: a demand with its source, the committee near them, a fact; by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.keyboard import press, write

pytestmark = pytest.mark.e2e


def test_a_citizen_reads_a_demand_and_where_it_comes_from(page: Page) -> None:
    page.goto("/")
    press(page, "Propositions", link=True)
    press(page, re.compile("^Pour "), link=True)
    expect(page.get_by_role("heading", name="Version simplifiée")).to_be_visible()
    press(page, "Voir d’où vient cette demande", link=True)
    assert re.search(r"/texte-fondateur/#|/transparence/documents/", page.url)


def test_a_citizen_finds_the_committee_of_a_town(page: Page) -> None:
    page.goto("/")
    press(page, "Comités", link=True)
    write(page, "Chercher un comité", "sarlat")
    press(page, "Chercher")
    press(page, re.compile("Sarlat"), link=True)
    expect(page.get_by_text("En attente de confirmation par la fédération")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sarlat")


def test_a_journalist_goes_from_a_topic_to_a_fact_and_its_history(page: Page) -> None:
    page.goto("/")
    press(page, "Transparence", link=True)
    press(page, "La loi et les décrets", link=True)
    page.locator("main article.fact a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Historique")).to_be_visible()
