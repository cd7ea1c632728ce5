"""A person debates, a moderator decides, and everybody can read why; by keyboard."""

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.demo import Demo
from tests.e2e.keyboard import choose, press, reach, write
from tests.e2e.people import choose_pseudonym, log_in, new_address

pytestmark = pytest.mark.e2e

MODERATOR = "moderation@demo.invalid"
REASON = "Ce texte parle d’un autre sujet que la question posée."


@pytest.fixture(scope="module")
def moderator(browser: Browser, demo: Demo) -> Iterator[Page]:
    """The demo's moderator, at the desk, in a browser of their own."""
    context = browser.new_context(base_url=demo.address, java_script_enabled=False)
    page = context.new_page()
    log_in(page, demo, MODERATOR, to="/moderation/")
    yield page
    context.close()


@pytest.fixture
def address() -> str:
    return new_address()


@pytest.fixture
def author(context: BrowserContext, demo: Demo, address: str) -> Page:
    """A newcomer, logged in, with a pseudonym."""
    page = context.new_page()
    log_in(page, demo, address)
    choose_pseudonym(page)
    return page


def test_a_first_contribution_waits_then_is_published(author: Page, moderator: Page) -> None:
    words = f"Qui répond quand un dossier est perdu ? {uuid.uuid4().hex[:8]}"
    debate = ask_a_question(author, words)
    expect(author.get_by_role("heading", level=1)).to_have_text(
        "Votre contribution attend sa relecture"
    )
    decide(moderator, words, "Publier")
    author.wait_for_timeout(5_000)  # a public page may be five seconds old
    author.goto(debate)
    expect(author.get_by_text(words)).to_be_visible()
    press(author, "Répondre", link=True)
    write(author, "Votre réponse", "Votre caisse d’assurance maladie.")
    press(author, "Relire avant d’envoyer")
    press(author, "Envoyer ma contribution")
    expect(author.get_by_role("heading", level=1)).to_contain_text("Votre contribution")


def test_a_refusal_says_why_to_its_author_and_to_everybody(
    author: Page, moderator: Page, demo: Demo, address: str
) -> None:
    words = f"Achetez mes tisanes {uuid.uuid4().hex[:8]}"
    letters = len(demo.letters_to(address))
    debate = ask_a_question(author, words)
    decide(moderator, words, "Refuser", reason=REASON)
    letter = demo.letter_to(address, newer_than=letters)
    assert REASON in " ".join(letter.split())
    assert words not in letter
    author.goto(debate)
    expect(author.get_by_text(words)).to_have_count(0)
    author.wait_for_timeout(5_000)
    author.goto("/moderation/journal/")
    expect(author.get_by_text(REASON).first).to_be_visible()
    expect(author.get_by_text(words)).to_have_count(0)


def test_an_account_is_exported_and_deleted_by_its_owner(author: Page, address: str) -> None:
    author.goto("/compte/")
    answer = author.request.get("/compte/export.json")
    assert address in answer.text()
    press(author, "Supprimer mon compte", link=True)
    choose(author, author.locator("label:has(input[type=radio])").first.inner_text().strip())
    confirmation = author.get_by_role("textbox")
    if confirmation.count():
        reach(author, confirmation.first)
        author.keyboard.type("supprimer")
    press(author, "Supprimer mon compte")
    author.goto("/compte/")
    assert "connexion" in author.url


def ask_a_question(page: Page, words: str) -> str:
    """Write a question in the first debate; return the debate's address."""
    page.goto("/debats/")
    debate = page.locator("main .cards a").first.get_attribute("href") or ""
    page.goto(debate)
    press(page, "Écrire une contribution", link=True)
    choose(page, "Une question")
    write(page, "Votre texte", words)
    press(page, "Relire avant d’envoyer")
    press(page, "Envoyer ma contribution")
    return debate


def decide(page: Page, words: str, verb: str, *, reason: str = "") -> None:
    """Find the case with these words in the queue, and decide it."""
    for position in range(20):
        page.goto("/moderation/")
        page.locator("main .cards > li").nth(position).locator("button, a").first.click()
        if page.get_by_text(words).count():
            break
    if reason:
        article = page.get_by_label("Article de la charte")
        reach(page, article)
        article.select_option(index=1)
        write(page, "Votre explication, en une phrase", reason)
    press(page, verb)
