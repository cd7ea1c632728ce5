"""A reader recounts the log, checks its figures, and compares two of its checkpoints."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.ledger_site import LedgerSite
from tests.e2e.verifier.pages import (
    COUNTS,
    VERIFIER,
    check,
    choose,
    written,
)
from tests.ledger.verifier.written_log import (
    WrittenLog,
    address,
    log_of,
)

pytestmark = pytest.mark.e2e


def test_the_steps_stand_equally_apart_on_a_phone(tab: Page) -> None:
    tab.goto(VERIFIER)
    expect(tab.locator(".steps")).to_be_visible()
    gaps = tab.locator(".steps").evaluate(
        """steps => [...steps.children].slice(1).map((step) =>
          Math.round(step.getBoundingClientRect().top -
            Math.max(...[...step.previousElementSibling.querySelectorAll("input, summary")]
              .map((last) => last.getBoundingClientRect().bottom))))"""
    )
    assert len(gaps) == 2
    assert len(set(gaps)) == 1


def test_the_recount_is_equal_to_what_the_site_shows(tab: Page) -> None:
    tab.goto(VERIFIER)
    tab.get_by_role("button", name="Recompter").click()
    counts = tab.locator("[data-recounted]")
    expect(counts).to_contain_text("Ce compte est égal à celui que le site affiche.")
    expect(counts).to_contain_text("298 signatures en ligne, 9 sur papier")
    expect(counts).to_be_focused()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"size": 301, "petitions": {"7": {"online": 300, "paper": 0}}}, "Ce compte est égal"),
        (
            {"size": 301, "petitions": {"7": {"online": 301, "paper": 0}}},
            "le site affiche 301 signatures en ligne",
        ),
        (
            {
                "size": 1,
                "petitions": {"7": {"online": 0, "paper": 0}, "9": {"online": 0, "paper": 0}},
            },
            "la pétition n°\u00a09, qui n’est pas dans le registre",
        ),
        ({"size": 306, "petitions": {}}, "plus récent que le registre publié"),
        ({"size": 305, "petitions": {"7": 298}}, "ne sont pas lisibles"),
        ("{", "n’est pas lisible"),
    ],
)
def test_what_the_site_shows_is_compared_at_the_size_that_it_says(
    tab: Page, site: LedgerSite, monkeypatch: pytest.MonkeyPatch, said: object, words: str
) -> None:
    shown_counts = said if isinstance(said, str) else json.dumps(said)
    monkeypatch.setitem(site.pages, COUNTS, shown_counts)
    tab.goto(VERIFIER)
    tab.get_by_role("button", name="Recompter").click()
    expect(tab.get_by_text(words)).to_be_visible(timeout=15_000)


def verify_figures(tab: Page, petition: str) -> None:
    tab.goto(VERIFIER)
    tab.get_by_label("Le numéro de la pétition").fill(petition)
    tab.get_by_role("button", name="Vérifier les chiffres").click()


def test_the_figures_by_departement_agree_with_the_log(tab: Page) -> None:
    verify_figures(tab, "7")
    said = tab.get_by_text("Oui. Les chiffres de la pétition")
    expect(said).to_contain_text("jusqu’au 23 novembre 2026\u00a0: 298 signatures en ligne")
    expect(said).to_contain_text("288 attendent")


def test_figures_that_count_otherwise_than_the_log_are_denounced(
    tab: Page, site: LedgerSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "log_folder", written(tmp_path, active=299).folder)
    verify_figures(tab, "7")
    expect(tab.get_by_role("alert")).to_contain_text("le registre en compte 298")


@pytest.mark.parametrize(
    ("petition", "words"), [("sept", "Tapez le numéro"), ("8", "n’est pas dans le registre")]
)
def test_figures_of_no_petition_are_not_checked(tab: Page, petition: str, words: str) -> None:
    verify_figures(tab, petition)
    expect(tab.get_by_role("alert")).to_contain_text(words)


PASTED = "Ou collez tout son texte, signatures comprises"


def compare(tab: Page, checkpoint: str) -> None:
    tab.get_by_label(PASTED).fill(checkpoint)
    tab.get_by_role("button", name="Comparer").click()


def test_two_checkpoints_are_compared(tab: Page, log: WrittenLog, tmp_path: Path) -> None:
    tab.goto(VERIFIER)
    compare(tab, log_of(tmp_path / "a", range(300)).publish())
    expect(tab.get_by_text("Rien n’a été réécrit entre 301 et 305 inscriptions")).to_be_visible()
    compare(tab, log_of(tmp_path / "b", range(1, 200)).publish())
    expect(tab.get_by_role("alert")).to_contain_text(
        "Ces deux points de contrôle ne vont pas ensemble"
    )


def test_a_whole_receipt_is_compared_by_its_checkpoint(
    tab: Page, log: WrittenLog, tmp_path: Path
) -> None:
    receipt = log_of(tmp_path, range(300)).receipt(4, 5)
    tab.goto(VERIFIER)
    compare(tab, receipt)
    verdict = tab.get_by_text("Rien n’a été réécrit entre 301 et 305 inscriptions")
    expect(verdict).to_be_visible()
    choose(tab, "Un point de contrôle", b"\xff")
    expect(tab.get_by_role("alert")).to_contain_text("Ce n’est pas du texte")
    expect(verdict).to_be_hidden()
    choose(tab, "Un point de contrôle", receipt.encode())
    tab.get_by_role("button", name="Comparer").click()
    expect(verdict).to_be_visible()


def test_an_altered_checkpoint_is_damaged_or_false(tab: Page, log: WrittenLog) -> None:
    tab.goto(VERIFIER)
    compare(tab, log.publish().replace("\n305\n", "\n304\n"))
    expect(tab.get_by_role("alert")).to_contain_text("est abîmé ou faux")


def test_nothing_on_the_verifier_overflows_a_small_screen(tab: Page, log: WrittenLog) -> None:
    check(tab, log.receipt(12, 13), address(12))
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_the_verifier_says_what_to_do(
    browser: Browser, site: LedgerSite
) -> None:
    page = browser.new_page(base_url=site.address, java_script_enabled=False)
    page.goto(VERIFIER)
    expect(page.get_by_text("Cette page a besoin de JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="Téléchargez verify.py")).to_be_visible()
    expect(page.get_by_role("button", name="Vérifier ma signature")).to_be_hidden()
    page.close()
