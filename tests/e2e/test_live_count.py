"""The count of a page moves while somebody looks at it, and asks no more when nobody answers."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

from petitions.figures import PublicCount

pytestmark = pytest.mark.e2e
HTML = "text/html; charset=utf-8"
SITE = "http://sante.test"
SHOWN = PublicCount(online=12345, paper=9, as_of=datetime(2026, 3, 5, 12, tzinfo=UTC))
MOVED = '{"online": 54321, "paper": 678, "as_of": "2026-07-14T10:05:00+00:00"}'

type Answer = Callable[[Route], None]


def shown(browser: Browser, answer: Answer) -> Page:
    """Return a page with nothing but a count, on a clock that the test moves."""
    count = render_to_string("components/count.html", {"count": SHOWN, "live": "/compte.json"})
    script = settings.ROOT / "site" / "static" / "js" / "count.js"
    page = browser.new_page(locale="fr-FR")
    page.route(f"{SITE}/", lambda route: route.fulfill(body=count, content_type=HTML))
    page.route("**/*.js", lambda route: route.fulfill(path=script))
    page.route("**/compte.json", answer)
    page.clock.install()
    page.goto(f"{SITE}/")
    return page


def test_the_number_its_paper_and_its_moment_follow(browser: Browser) -> None:
    page = shown(browser, lambda route: route.fulfill(body=MOVED))
    expect(page.locator("[data-count=online]")).to_have_text("12\u202f345")
    page.clock.run_for(10_000)
    expect(page.locator("[data-count=online]")).to_have_text("54\u202f321")
    expect(page.locator("[data-count=paper]")).to_have_text("678")
    expect(page.locator("time")).to_have_text("14 juillet 2026 à 12 h 05")


def test_after_three_misses_it_asks_no_more(browser: Browser) -> None:
    asked: list[str] = []

    def miss(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=503)

    page = shown(browser, miss)
    for _ in range(3):
        with page.expect_response("**/compte.json"):
            page.clock.run_for(10_000)
    page.clock.run_for(30_000)
    assert len(asked) == 3
    expect(page.locator("[data-count=online]")).to_have_text("12\u202f345")
