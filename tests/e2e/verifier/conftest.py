"""One published log, and a phone that reads it, for the tests of the verifier."""

import json
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.ledger_site import LedgerSite, careful_tab, serving, small_screen
from tests.e2e.verifier.pages import (
    DAY,
    DAYS,
    VERIFIER,
    written,
)
from tests.ledger.verifier.written_log import (
    KEY,
    ORIGIN,
    WrittenLog,
)


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
