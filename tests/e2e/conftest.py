"""The browser tests meet the real thing: the demo, its database, its worker, its letters."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import chromium
from tests.e2e.demo import Demo, running

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of its own folder and port, started once, stopped at the end."""
    with running(tmp_path_factory.mktemp("demo")) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(
    request: pytest.FixtureRequest, browser: Browser, demo: Demo
) -> Iterator[BrowserContext]:
    """A fresh visitor with a phone in hand; each test runs with JavaScript, and without."""
    visitor = browser.new_context(
        base_url=demo.address,
        locale="fr-FR",
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
    )
    visitor.set_default_timeout(10_000)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
