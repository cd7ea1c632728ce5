"""What holds on every type of public page: accessible, alone, without a cookie, on any screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.e2e.demo import Demo

pytestmark = pytest.mark.e2e

FIXED = [
    "/",
    "/propositions/",
    "/texte-fondateur/",
    "/debats/",
    "/comites/",
    "/transparence/",
    "/transparence/faits/",
    "/transparence/chiffres/",
    "/transparence/donnees/",
    "/transparence/methode/",
    "/moderation/journal/",
    "/moderation/charte/",
    "/qui-sommes-nous/",
    "/aide/",
    "/contact/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/verification-des-signatures/",
    "/petitions/mes-signatures/",
    "/petitions/en-attente/",
    "/registre/",
    "/registre/verifier/",
    "/compte/connexion/",
    "/cette-page-n-existe-pas/",
    "/courrier/",
]
# One page of each type that has a name of its own: where it is listed, and how its address begins.
LISTED = [
    ("/propositions/", "/propositions/"),
    ("/propositions/", "/petitions/"),
    ("/debats/", "/debats/"),
    ("/comites/", "/comites/"),
    ("/transparence/faits/", "/transparence/faits/theme/"),
    ("/transparence/", "/transparence/faits/"),
]
# What the site shows of one petition, under its address.
OF_A_PETITION = ["chiffres", "suivre", "papier", "versions", "retirer", "encart"]
MAY_SET_A_COOKIE = {"/compte/connexion/"}


@pytest.fixture(scope="module")
def addresses(browser: Browser, demo: Demo) -> list[str]:
    """Every type of page, by one address each."""
    page = browser.new_page(base_url=demo.address)
    found = list(FIXED)
    for index, start in LISTED:
        page.goto(index)
        links = page.locator(f'main a[href^="{start}"]')
        hrefs = [str(link.get_attribute("href")) for link in links.all()]
        found.append(next(href for href in hrefs if len(href) > len(start) and href not in found))
    page.close()
    [sign] = [href for href in found if "/signer/" in href]
    return found + [sign.replace("/signer/", f"/{page}/") for page in OF_A_PETITION]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (320, "light"),
        (1280, "dark"),
        pytest.param(320, "dark", marks=pytest.mark.long),
        pytest.param(1280, "light", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(
    browser: Browser,
    demo: Demo,
    addresses: list[str],
    width: int,
    scheme: str,
    subtests: pytest.Subtests,
) -> None:
    page = browser.new_page(
        base_url=demo.address,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # axe is put into the page by the test
    )
    for address in addresses:
        with subtests.test(address=address):
            page.goto(address)
            results = Axe().run(page)
            assert results.violations_count == 0, results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()


def test_pages_stay_alone_and_break_no_rule(
    browser: Browser, demo: Demo, addresses: list[str], subtests: pytest.Subtests
) -> None:
    for address in addresses:
        with subtests.test(address=address):
            context = browser.new_context(base_url=demo.address)
            page = context.new_page()
            elsewhere, complaints = watch(page, demo)
            page.goto(address)
            assert elsewhere == []
            assert [words for words in complaints if "404" not in words] == []
            assert not context.cookies() or address in MAY_SET_A_COOKIE
            context.close()


def watch(page: Page, demo: Demo) -> tuple[list[str], list[str]]:
    """Return two lists that fill up: requests to other hosts, and what the browser complains of."""
    elsewhere: list[str] = []
    complaints: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((demo.address, "data:")):
            elsewhere.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("request", asked)
    page.on("console", said)
    return elsewhere, complaints


def test_a_journalist_finds_a_figure_in_three_clicks(browser: Browser, demo: Demo) -> None:
    page = browser.new_page(base_url=demo.address, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Transparence").first.click()
    page.locator('main .fact a[href^="/transparence/faits/"]').first.click()
    main = page.locator("main").inner_text()
    assert "Source" in main
    assert "Historique" in main
    assert "Citer" in main or "citation" in main.lower()
    page.close()
