"""A mail scanner opens all and presses all: nothing is signed, and the person still can."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.demo import Demo
from tests.e2e.people import new_address
from tests.e2e.scanner import GUESSES, scan
from tests.e2e.signers import (
    ask,
    books,
    confirm,
    confirm_by_link,
    link_in,
    new_secret,
    open_petition,
    send,
    thanks_in,
)

ALL_ATTEMPTS = ("00001", "00002", "00003", "00004", "00005")
THANKS = "<h1>Votre signature est enregistrée"
BUTTON = "main button, main input[type=submit]"


@pytest.fixture
def petition(demo: Demo) -> str:
    return open_petition(demo)


def test_a_scanner_without_javascript_signs_nothing(demo: Demo, petition: str) -> None:
    address = new_address()
    waiting = ask(demo, petition, address)
    code = demo.code_for(address)
    before = books(demo, petition)
    answers = scan(demo, demo.letters_to(address, form="html")[0])
    assert len(answers) > 20
    assert {answer.status for answer in answers} <= {200, 301, 302, 403, 404, 405, 422, 429}
    assert not [answer for answer in answers if THANKS in answer.body]
    assert books(demo, petition).signatures == before.signatures
    confirm(demo, waiting, code)
    assert books(demo, petition).signatures == before.signatures + 1


def press_everything(page: Page, address: str, guess: str) -> None:
    """Press each button of the page at `address`, every field holding `guess`."""
    page.goto(address)
    for number in range(page.locator(BUTTON).count()):
        page.goto(address)
        for box in page.locator("main form input:visible").all():
            box.fill(guess)
        page.locator(BUTTON).nth(number).click()
        page.wait_for_load_state()


@pytest.mark.e2e
def test_a_scanner_with_a_real_browser_signs_nothing(
    browser: Browser, demo: Demo, petition: str
) -> None:
    address = new_address()
    waiting = ask(demo, petition, address)
    code, link = demo.code_for(address), demo.address + link_in(demo.letter_to(address))
    before = books(demo, petition)
    page = browser.new_page()
    for guess in GUESSES:
        press_everything(page, link, guess)
    page.close()
    assert books(demo, petition).signatures == before.signatures
    confirm(demo, waiting, code)


def test_sending_nothing_or_nonsense_uses_no_attempt(demo: Demo, petition: str) -> None:
    address = new_address()
    ask(demo, petition, address)
    link = link_in(demo.letter_to(address))
    secret = new_secret()
    for nonsense in ("", "test", "https://example.org", "scanner@example.org", "1") * 3:
        answer = send(demo, "POST", link, {"proof": nonsense, "secret": secret})
        assert answer.status == 422
    assert thanks_in(confirm_by_link(demo, link)).receipt.secret


def test_a_scanner_that_burns_every_attempt_locks_nobody_out(demo: Demo, petition: str) -> None:
    address = new_address()
    waiting = ask(demo, petition, address)
    code, link = demo.code_for(address), link_in(demo.letter_to(address))
    posts = [{"proof": guess, "secret": new_secret()} for guess in ALL_ATTEMPTS]
    statuses = [send(demo, "POST", link, typed).status for typed in posts]
    assert statuses == [422, 422, 422, 422, 429]
    refused = send(demo, "POST", link, {"proof": code})
    assert refused.status == 429
    assert "Signez à nouveau" in refused.body
    confirm(demo, waiting, code)
    assert len(demo.letters_to(address)) == 1
