"""A reader verifies a receipt, recounts the log and compares two of its states."""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ledger.sed1.entries import NO_DECISION, Annul, Paper
from ledger.sed1.receipts import shown
from ledger.sed1.tallies import NO_PREVIOUS, Cell, TallyFile
from tests.e2e.ledger_site import LedgerSite, as_base64, careful_tab, serving, small_screen
from tests.ledger.verifier.written_log import (
    KEY,
    ORIGIN,
    PETITION,
    WrittenLog,
    address,
    log_of,
    signer,
    who,
    withdrawal,
)

pytestmark = pytest.mark.e2e

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


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> WrittenLog:
    return written(tmp_path_factory.mktemp("registre"))


@pytest.fixture(scope="module")
def served(log: WrittenLog) -> Iterator[LedgerSite]:
    context = {"origin": ORIGIN, "address": "http://localhost:8000/registre/", "keys": [KEY]}
    page = render_to_string("ledger/verifier.html", context)
    pages = {VERIFIER: page, DAYS: json.dumps({"days": [DAY]})}
    with serving(LedgerSite(log.folder, pages=pages)) as site:
        yield site


@pytest.fixture
def site(served: LedgerSite) -> LedgerSite:
    served.asked.clear()
    served.posted.clear()
    return served


@pytest.fixture(scope="module")
def phone(browser: Browser, served: LedgerSite) -> Iterator[BrowserContext]:
    with small_screen(browser, served) as visitor:
        yield visitor


@pytest.fixture
def tab(phone: BrowserContext, site: LedgerSite) -> Iterator[Page]:
    with careful_tab(phone) as page:
        yield page


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


def test_a_receipt_answers_its_three_questions(
    tab: Page, site: LedgerSite, log: WrittenLog
) -> None:
    found = check(tab, log.receipt(12, 13), f" {address(12).upper()} ")
    assert found["recorded"] == (
        "Oui. Cette signature de la pétition n°\u00a07 est la ligne\u00a013 du registre. "
        "C’est signé par le registre."
    )
    assert found["counted"] == "Oui. Elle compte aujourd’hui parmi 298 signatures en ligne."
    assert found["placed"] == (
        "Oui. Elle est placée dans le département 48, dans les chiffres du 23 novembre 2026."
    )
    assert site.posted == []
    assert not any("ada12" in path or "?" in path for path in site.asked)


def test_a_signature_listed_under_another_departement_is_denounced(
    tab: Page, site: LedgerSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = written(tmp_path, area="38")
    monkeypatch.setattr(site, "log_folder", other.folder)
    found = check(tab, other.receipt(12, 13), address(12))
    assert found["counted"].startswith("Oui.")
    assert found["placed"] == (
        "Attention. Elle est publiée ailleurs que là où vous avez signé\u00a0: "
        "département 38, par courriel."
    )


def test_the_whole_log_is_read_so_that_nobody_learns_which_signature(
    tab: Page, site: LedgerSite, log: WrittenLog
) -> None:
    check(tab, log.receipt(299, 300), address(299))
    entries = {path for path in site.asked if "/entries/" in path}
    assert entries == {"/registre/tile/entries/000", "/registre/tile/entries/001.p/49"}


def test_a_copy_to_show_is_verified_as_well(tab: Page, log: WrittenLog) -> None:
    extra = as_base64(shown(signer(30)).to_bytes())
    receipt = re.sub(r"extra \S+", f"extra {extra}", log.receipt(30, 31))
    found = check(tab, receipt, address(30))
    assert found["recorded"].startswith("Oui.")
    assert found["placed"] == (
        "Pas encore. 288 signatures attendent de l’être\u00a0: elles le sont par groupes de dix."
    )


def test_before_any_figures_nothing_is_said_of_those_that_wait(
    tab: Page, site: LedgerSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    young = log_of(tmp_path, range(2))
    young.publish()
    monkeypatch.setattr(site, "log_folder", young.folder)
    found = check(tab, young.receipt(0, 1), address(0))
    assert found["placed"] == "Pas encore. Rien n’est publié à ce jour pour cette pétition."


def test_a_receipt_from_a_qr_code_leaves_the_address_bar_at_once(
    tab: Page, site: LedgerSite, log: WrittenLog
) -> None:
    letters = urlsafe_b64encode(log.receipt(12, 13).encode()).decode().rstrip("=")
    tab.goto(f"{VERIFIER}#{letters}")
    expect(tab.get_by_text("Votre reçu est lu")).to_be_visible()
    assert tab.url == f"{site.address}{VERIFIER}"
    expect(tab.get_by_label("Tapez l’adresse")).to_be_focused()
    tab.keyboard.type(address(12))
    tab.keyboard.press("Enter")
    assert answers(tab)["counted"].startswith("Oui.")
    expect(tab.locator("[data-results]")).to_be_focused()


def choose(tab: Page, label: str, data: bytes) -> None:
    file: Any = {"name": "recu.tlog-proof", "mimeType": "", "buffer": data}
    tab.get_by_label(label, exact=True).set_input_files(file)


def test_a_chosen_file_is_read(tab: Page, log: WrittenLog) -> None:
    tab.goto(VERIFIER)
    choose(tab, "Choisissez votre reçu", log.receipt(1, 2).encode())
    expect(tab.get_by_text("Votre reçu est lu")).to_be_visible()


@pytest.mark.parametrize(
    ("unreadable", "words"),
    [
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "Ce n’est pas du texte"),
        (b"x" * 2**18, "Ce fichier est trop grand"),
    ],
)
def test_a_file_that_cannot_be_read_makes_the_receipt_before_it_forgotten(
    tab: Page, log: WrittenLog, unreadable: bytes, words: str
) -> None:
    tab.goto(VERIFIER)
    choose(tab, "Choisissez votre reçu", log.receipt(12, 13).encode())
    tab.get_by_label("Tapez l’adresse").fill(address(12))
    verify = tab.get_by_role("button", name="Vérifier ma signature")
    verify.click()
    assert answers(tab)["counted"].startswith("Oui.")
    choose(tab, "Choisissez votre reçu", unreadable)
    expect(tab.get_by_role("alert")).to_contain_text(words)
    expect(tab.get_by_text("Votre reçu est lu")).to_be_hidden()
    expect(tab.locator("[data-results]")).to_be_hidden()
    verify.click()
    expect(tab.get_by_role("alert")).to_contain_text("Choisissez votre reçu")
    expect(tab.locator("[data-results]")).to_be_hidden()
    choose(tab, "Choisissez votre reçu", log.receipt(12, 13).encode())
    verify.click()
    assert answers(tab)["counted"].startswith("Oui.")


def test_a_file_that_is_no_receipt_is_not_verified_in_the_place_of_one(
    tab: Page, log: WrittenLog
) -> None:
    tab.goto(VERIFIER)
    choose(tab, "Choisissez votre reçu", log.receipt(12, 13).encode())
    choose(tab, "Choisissez votre reçu", b"Bonjour\n")
    expect(tab.locator("#recu-lu")).to_contain_text("Ce fichier n’est pas un reçu")
    tab.get_by_label("Tapez l’adresse").fill(address(12))
    tab.get_by_role("button", name="Vérifier ma signature").click()
    expect(tab.get_by_role("alert")).to_contain_text("Ce fichier n’est pas un reçu")
    expect(tab.locator("[data-results]")).to_be_hidden()


@pytest.mark.parametrize(("number", "words"), [(3, "avec le reçu"), (4, "sans reçu")])
def test_a_removed_signature_is_recorded_and_no_longer_counted(
    tab: Page, log: WrittenLog, number: int, words: str
) -> None:
    found = check(tab, log.receipt(number, number + 1), address(number))
    assert found["recorded"].startswith("Oui.")
    assert found["counted"].startswith("Non. Elle a été retirée")
    assert words in found["counted"]
    assert found["counted"].endswith(f"à la ligne\u00a0{number + 298} du registre.")
    assert found["placed"] == "Non. Elle n’est pas comptée\u00a0: elle ne sera pas placée."


def test_another_address_opens_nothing(tab: Page, log: WrittenLog) -> None:
    found = check(tab, log.receipt(12, 13), address(13))
    assert found["recorded"].startswith("Non. Ce reçu ne s’ouvre pas avec cette adresse.")
    assert found["counted"] == "On ne peut pas le dire sans la première réponse."


def test_a_cut_receipt_is_refused_with_its_reason(tab: Page, log: WrittenLog) -> None:
    tab.goto(VERIFIER)
    tab.get_by_text("Je n’ai pas le fichier").click()
    tab.get_by_label("Collez ici").fill(log.receipt(12, 13)[:300])
    tab.get_by_role("button", name="Vérifier ma signature").click()
    problem = tab.get_by_role("alert")
    expect(problem).to_contain_text("Ce reçu est coupé")
    expect(problem).to_be_focused()


def test_a_log_rewritten_since_the_receipt_is_denounced(
    tab: Page, log: WrittenLog, tmp_path: Path
) -> None:
    other = log_of(tmp_path, range(1000, 1020))
    found = check(tab, other.receipt(1005, 6), address(1005))
    assert found["recorded"].startswith("Oui.")
    assert found["counted"].startswith("Attention. Le registre publié ne correspond pas")


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
