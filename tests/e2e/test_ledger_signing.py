"""Sign, keep the receipt and withdraw: what the scripts send, keep and say."""

import re
from base64 import b64decode
from collections.abc import Iterator
from time import time
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ledger.sed1.promises import HOUR
from ledger.sed1.receipts import OwnerReceipt, parse_receipt, shown
from ledger.tlog.tlog_proofs import parse_tlog_proof
from tests.e2e.ledger_pages import CONFIRM_PAGE, RECEIPT_PAGE, WITHDRAW, WITHDRAW_PAGE
from tests.e2e.ledger_server import CONFIRM, RECEIPT, Server
from tests.e2e.ledger_site import LedgerSite, as_base64, careful_tab, serving, small_screen
from tests.ledger.verifier.written_log import (
    WrittenLog,
    address,
    log_of,
    signer,
    who,
)

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> WrittenLog:
    log = log_of(tmp_path_factory.mktemp("registre"), range(20))
    log.publish()
    return log


@pytest.fixture(scope="module")
def served(log: WrittenLog) -> Iterator[LedgerSite]:
    pages = {CONFIRM: CONFIRM_PAGE, RECEIPT: RECEIPT_PAGE, WITHDRAW: WITHDRAW_PAGE}
    with serving(LedgerSite(log.folder, pages=pages)) as site:
        yield site


@pytest.fixture
def site(served: LedgerSite) -> LedgerSite:
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


def confirm(tab: Page, code: str = "123456") -> None:
    if not tab.url.endswith(CONFIRM):
        tab.goto(CONFIRM)
    tab.get_by_label("Code").fill(code)
    tab.get_by_role("button", name="Confirmer").click()


def show_wish(tab: Page, wish: str) -> None:
    """Open the page as it stands behind a letter's link, with the wish that it shows."""
    tab.goto(CONFIRM)
    hidden = f'<input type="hidden" name="wish" value="{wish}">'
    tab.locator("form").evaluate(
        "(form, html) => form.insertAdjacentHTML('beforeend', html)", hidden
    )


def kept(tab: Page, path: str) -> Any:
    return tab.evaluate(
        "path => JSON.parse(sessionStorage.getItem(`sed1:${path}`) || 'null')", path
    )


def test_signing_sends_no_secret_and_keeps_the_receipt(tab: Page, site: LedgerSite) -> None:
    server = site.answers[CONFIRM] = Server()
    confirm(tab)
    tab.wait_for_url(f"**{RECEIPT}")
    receipt = parse_receipt(b64decode(kept(tab, RECEIPT)["extra"]))
    assert isinstance(receipt, OwnerReceipt)
    assert receipt.identity(address(400).encode()).hex() == (server.recorded or {})["identity"]
    assert kept(tab, CONFIRM) is None
    assert [sorted(form) for form in site.posted] == [
        ["code"],
        ["code", "geo_identity", "identity", "lock", "slot"],
    ]
    assert receipt.secret.hex() not in str(site.posted)


def test_a_wrong_code_is_said_beside_its_field(tab: Page, site: LedgerSite) -> None:
    site.answers[CONFIRM] = Server()
    confirm(tab, "000000")
    expect(tab.get_by_role("alert")).to_contain_text("Ce code n’est pas le bon.")
    expect(tab.get_by_role("alert")).to_be_focused()
    assert tab.get_by_label("Code").get_attribute("aria-invalid") == "true"
    confirm(tab)
    tab.wait_for_url(f"**{RECEIPT}")


def test_a_lost_answer_is_asked_for_again_with_the_same_secret(tab: Page, site: LedgerSite) -> None:
    server = site.answers[CONFIRM] = Server()
    server.lost = 1
    show_wish(tab, "the-one-that-was-read")
    confirm(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Appuyez encore une fois")
    tab.reload()  # the page of what is confirmed names no wish
    confirm(tab)
    tab.wait_for_url(f"**{RECEIPT}")
    assert kept(tab, RECEIPT) is not None
    assert site.posted[-1] == server.recorded
    assert site.posted[-1]["wish"] == "the-one-that-was-read"


def test_what_this_tab_kept_for_one_wish_is_computed_again_for_another(
    tab: Page, site: LedgerSite
) -> None:
    server = Server()
    site.answers[CONFIRM] = lambda form: (502, {}) if "lock" in form else server(form)
    confirm(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Appuyez encore une fois")
    site.answers[CONFIRM], server.area = server, "29"
    confirm(tab)
    tab.wait_for_url(f"**{RECEIPT}")
    assert parse_receipt(b64decode(kept(tab, RECEIPT)["extra"])).area == "29"


def test_who_confirms_again_without_having_kept_anything_is_shown_the_page(
    tab: Page, site: LedgerSite
) -> None:
    server = site.answers[CONFIRM] = Server()
    server.recorded = {}
    confirm(tab)
    expect(tab).to_have_title("Déjà confirmée")


def test_who_kept_what_another_tab_confirmed_otherwise_is_shown_the_page(
    tab: Page, site: LedgerSite
) -> None:
    server = site.answers[CONFIRM] = Server()
    server.lost = 1
    confirm(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Appuyez encore une fois")
    server.recorded = {}
    confirm(tab)
    expect(tab).to_have_title("Déjà confirmée")


def test_a_word_that_is_missing_is_said_beside_its_field(
    tab: Page, site: LedgerSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = (
        '<input type="hidden" name="proof"><label for="w">Oui</label><input id="w" name="is_sure">'
    )
    shown = CONFIRM_PAGE.replace('<input id="code" name="code">', word)
    monkeypatch.setitem(site.pages, CONFIRM, shown)
    site.answers[CONFIRM] = lambda form: (422, {"error": "Écrivez oui."})
    tab.goto(CONFIRM)
    tab.get_by_role("button", name="Confirmer").click()
    expect(tab.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#w")
    assert tab.get_by_label("Oui").get_attribute("aria-invalid") == "true"
    assert kept(tab, CONFIRM) is None


def test_a_slot_that_changed_is_computed_again_once(tab: Page, site: LedgerSite) -> None:
    server = Server()

    def taken_meanwhile(form: dict[str, str]) -> tuple[int, dict[str, Any] | str]:
        answer = server(form)
        server.slot = 1
        return answer

    site.answers[CONFIRM] = taken_meanwhile
    confirm(tab)
    tab.wait_for_url(f"**{RECEIPT}")
    assert parse_receipt(b64decode(kept(tab, RECEIPT)["extra"])).slot == 1


def test_another_signature_than_mine_is_not_thanked_for(tab: Page, site: LedgerSite) -> None:
    server = site.answers[CONFIRM] = Server()
    server.geo = "00" * 32
    confirm(tab)
    expect(tab.get_by_role("alert")).to_contain_text("n’a pas enregistré ce que vous avez signé")
    assert tab.url.endswith(CONFIRM)


def test_a_promise_under_a_key_made_for_me_alone_is_refused(tab: Page, site: LedgerSite) -> None:
    server = site.answers[CONFIRM] = Server()
    server.key_seed = bytes(32)
    confirm(tab)
    expect(tab.get_by_role("alert")).to_contain_text("n’est pas signée par le registre")
    assert tab.url.endswith(CONFIRM)


def test_a_promise_that_comes_due_too_late_is_refused(tab: Page, site: LedgerSite) -> None:
    server = site.answers[CONFIRM] = Server()
    server.before += 26 * HOUR
    confirm(tab)
    expect(tab.get_by_role("alert")).to_contain_text("est trop lointaine")
    assert tab.url.endswith(CONFIRM)


def test_a_clock_that_is_nearly_a_day_late_refuses_no_promise(tab: Page, site: LedgerSite) -> None:
    site.answers[CONFIRM] = Server()
    tab.clock.install(time=time() - 23 * HOUR)
    confirm(tab)
    tab.wait_for_url(f"**{RECEIPT}")


def test_a_promise_of_another_log_is_refused(tab: Page, site: LedgerSite) -> None:
    server = site.answers[CONFIRM] = Server()
    server.origin = "example.com/registre"
    confirm(tab)
    expect(tab.get_by_role("alert")).to_contain_text("n’est pas celle de votre signature")
    assert tab.url.endswith(CONFIRM)


def test_a_secret_that_was_used_is_forgotten(tab: Page, site: LedgerSite) -> None:
    server = Server()
    spent = "Cette page n’est plus bonne. Rechargez-la, puis recommencez."
    site.answers[CONFIRM] = lambda form: (422, {"error": spent}) if "lock" in form else server(form)
    confirm(tab)
    expect(tab.get_by_role("alert")).to_contain_text(spent)
    tab.reload()
    assert kept(tab, CONFIRM) in (None, "")
    site.answers[CONFIRM] = server
    confirm(tab)
    tab.wait_for_url(f"**{RECEIPT}")


def test_the_receipt_is_made_in_the_browser_and_the_page_told_again_once_it_is_counted(
    tab: Page, site: LedgerSite, log: WrittenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = log.receipt(12, 13)
    extra = as_base64(signer(12).to_bytes())
    c = signer(12).commitment(who(12)).hex()
    tab.goto(RECEIPT)
    expect(tab.get_by_text("Pas de reçu ici.")).to_be_visible()
    tab.evaluate(
        "([path, kept]) => sessionStorage.setItem(`sed1:${path}`, JSON.stringify(kept))",
        [RECEIPT, {"extra": extra, "promise": "promesse", "commitment": c}],
    )
    tab.clock.install()
    tab.reload()
    expect(tab.get_by_text("sera prêt dans quelques minutes")).to_be_visible()
    expect(tab.get_by_text("Pas de reçu ici.")).to_be_hidden()
    expect(tab.get_by_text("Promesse", exact=True)).to_be_visible()
    site.pages[f"{RECEIPT}preuve/"] = re.sub(r"extra .*\n", "", log.receipt(13, 14))
    tab.clock.run_for(10_000)
    expect(tab.get_by_text("n’est pas celle de votre signature")).to_be_visible()
    site.pages[f"{RECEIPT}preuve/"] = re.sub(r"extra .*\n", "", whole)
    monkeypatch.setitem(site.pages, RECEIPT, RECEIPT_PAGE.replace("<title>Reçu", "<title>Comptée"))
    tab.clock.run_for(30_000)
    expect(tab).to_have_title("Comptée")
    expect(tab.get_by_text("Votre reçu est prêt.")).to_be_visible()
    expect(tab.get_by_text("Promesse", exact=True)).to_be_hidden()
    seen = site.asked.count(RECEIPT)
    tab.clock.run_for(60_000)
    assert site.asked.count(RECEIPT) == seen
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Télécharger").click()
    assert saved.value.suggested_filename == "recu.tlog-proof"
    assert saved.value.path().read_text() == whole
    with tab.expect_download() as to_show:
        tab.get_by_role("button", name="Montrer").click()
    proof = parse_tlog_proof(to_show.value.path().read_text())
    assert proof.extra == shown(signer(12)).to_bytes()
    assert tab.locator("[name=extra]").input_value() == as_base64(proof.extra)
    assert site.posted == []


def test_withdrawing_sends_what_the_log_needs_and_no_address(
    tab: Page, site: LedgerSite, log: WrittenLog
) -> None:
    site.answers[WITHDRAW] = lambda form: (200, {})
    tab.goto(WITHDRAW)
    file: Any = {"name": "recu.tlog-proof", "mimeType": "", "buffer": log.receipt(12, 13).encode()}
    tab.get_by_label("Reçu").set_input_files(file)
    tab.get_by_label("Adresse").fill(address(13))
    tab.get_by_role("button", name="Retirer").click()
    expect(tab.get_by_role("alert")).to_contain_text("ne s’ouvre pas avec cette adresse")
    tab.get_by_label("Adresse").fill(address(12))
    with tab.expect_navigation():
        tab.get_by_role("button", name="Retirer").click()
    receipt = signer(12)
    opened = {"w": receipt.w().hex(), "identity": receipt.identity(who(12)).hex()}
    assert site.posted == [{"commitment": receipt.commitment(who(12)).hex(), **opened}]
