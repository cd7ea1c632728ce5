"""A reader verifies a receipt: three answers, never merged."""

import re
from base64 import urlsafe_b64encode
from pathlib import Path
from textwrap import wrap

import pytest
from playwright.sync_api import Page, expect

from ledger.sed1.receipts import shown
from tests.e2e.ledger_site import LedgerSite, as_base64
from tests.e2e.verifier.pages import (
    VERIFIER,
    answers,
    check,
    choose,
    written,
)
from tests.ledger.verifier.written_log import (
    WrittenLog,
    address,
    log_of,
    log_of_another_text,
    signer,
)

pytestmark = pytest.mark.e2e


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


def test_a_receipt_of_a_text_that_the_log_does_not_have_is_denounced(
    tab: Page, site: LedgerSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = log_of_another_text(tmp_path, range(2))
    other.publish()
    monkeypatch.setattr(site, "log_folder", other.folder)
    found = check(tab, other.receipt(0, 1), address(0))
    assert found["recorded"].startswith("Oui.")
    assert found["counted"] == (
        "Attention. Le texte que vous avez signé n’est pas celui que le registre publie."
    )


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


def test_a_chosen_file_is_read(tab: Page, log: WrittenLog) -> None:
    tab.goto(VERIFIER)
    choose(tab, "Choisissez votre reçu", log.receipt(1, 2).encode())
    expect(tab.get_by_text("Votre reçu est lu")).to_be_visible()


def as_copied(receipt: str, *, width: int, dash: str) -> str:
    """Return a receipt as somebody copies it from the sheet that was printed."""
    lines = [row for line in receipt.split("\n") for row in wrap(line, width)]
    return "  \n ".join(lines).replace("—", dash)


@pytest.mark.parametrize(("width", "dash"), [(30, "-"), (44, "–"), (72, "—")])
def test_what_was_copied_from_the_printed_sheet_is_read(
    tab: Page, log: WrittenLog, width: int, dash: str
) -> None:
    found = check(tab, as_copied(log.receipt(12, 13), width=width, dash=dash), address(12))
    assert found["recorded"].startswith("Oui.")
    assert found["counted"].startswith("Oui.")


def test_a_file_is_read_strictly_as_the_program_does(tab: Page, log: WrittenLog) -> None:
    tab.goto(VERIFIER)
    spoilt = as_copied(log.receipt(12, 13), width=44, dash="-")
    choose(tab, "Choisissez votre reçu", spoilt.encode())
    expect(tab.locator("#recu-lu")).to_contain_text("n’est pas un reçu")
    expect(tab.get_by_text("Votre reçu est lu")).to_be_hidden()


def test_a_letter_copied_wrong_is_still_refused(tab: Page, log: WrittenLog) -> None:
    receipt = log.receipt(12, 13)
    letter = receipt.index("index 13") + len("index 13\n")
    wrong = receipt[:letter] + ("B" if receipt[letter] == "A" else "A") + receipt[letter + 1 :]
    found = check(tab, as_copied(wrong, width=44, dash="-"), address(12))
    assert found["recorded"].startswith("Non.")


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
