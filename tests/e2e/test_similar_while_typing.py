"""What resembles a proposal is listed after a pause in the typing, by a post of two fields."""

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.e2e
HTML = "text/html; charset=utf-8"
SITE = "http://sante.test"
FORM = """<form><input type="hidden" name="csrfmiddlewaretoken" value="jeton">
<label>Titre <input name="title"></label><label>Demande <textarea name="text"></textarea></label>
<label>Sources <input name="sources"></label>
<div aria-live="polite" data-similar="/semblables/"></div></form>
<script type="module" src="/similar.js"></script>"""


def shown(browser: Browser, answer: Callable[[Route], None]) -> Page:
    """Return a page with the form alone, on a clock that the test moves."""
    script = settings.ROOT / "site" / "static" / "js" / "similar.js"
    page = browser.new_page()
    page.route(f"{SITE}/", lambda route: route.fulfill(body=FORM, content_type=HTML))
    page.route("**/similar.js", lambda route: route.fulfill(path=script))
    page.route("**/semblables/", answer)
    page.clock.install()
    page.goto(f"{SITE}/")
    return page


def test_one_pause_is_one_question_and_its_answer_is_shown(browser: Browser) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.post_data or "")
        route.fulfill(body="<p>Une pétition semblable</p>", content_type=HTML)

    page = shown(browser, answer)
    page.get_by_label("Titre").press_sequentially("Un guichet humain")
    page.get_by_label("Sources").fill("https://example.org/")
    page.clock.run_for(1_000)
    expect(page.locator("[aria-live]")).to_have_text("Une pétition semblable")
    [typed] = [parse_qs(one, keep_blank_values=True) for one in asked]
    assert typed == {"csrfmiddlewaretoken": ["jeton"], "title": ["Un guichet humain"], "text": [""]}


def test_without_an_answer_the_page_stays_as_it_is(browser: Browser) -> None:
    page = shown(browser, lambda route: route.fulfill(status=429, body="Trop"))
    page.get_by_label("Demande").fill("Nous demandons un guichet.")
    with page.expect_response("**/semblables/"):
        page.clock.run_for(1_000)
    expect(page.locator("[aria-live]")).to_be_empty()
    expect(page.get_by_label("Demande")).to_have_value("Nous demandons un guichet.")
