"""An editor corrects a public fact; everybody reads the new value, the old one, and why."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.e2e.demo import Demo
from tests.e2e.people import log_in

pytestmark = pytest.mark.e2e

EDITOR = "editrice@demo.invalid"
REASON = "Une publication plus récente donne un autre chiffre."
ROOMS = [
    "/gestion/",
    "/gestion/pages/",
    "/gestion/faits/",
    "/gestion/faits/new/",
    "/gestion/petitions/new/",
    "/gestion/debats/new/",
    "/gestion/textes-archives/new/",
    "/gestion/comites/",
]


@pytest.fixture(scope="module")
def desk(browser: Browser, demo: Demo) -> Iterator[BrowserContext]:
    """The demo's editor, logged in once, in a browser of her own."""
    context = browser.new_context(
        base_url=demo.address, locale="fr-FR", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    log_in(page, demo, EDITOR, to="/gestion/")
    expect(page).to_have_url(f"{demo.address}/gestion/")
    yield context
    context.close()


def test_a_correction_shows_with_its_reason_and_what_it_replaces(
    desk: BrowserContext,
) -> None:
    page = desk.new_page()
    page.goto("/gestion/faits/?q=texte-2022-13m")
    page.locator("table.listing .title a").first.click()
    old = page.get_by_label("Valeur").input_value()
    slug = page.locator("input[name=slug]").input_value()
    assert old
    page.get_by_label("Valeur").fill("1 234")
    page.get_by_label("Raison du changement").fill(REASON)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("C’est enregistré.")
    read_as_anybody(page, f"/transparence/faits/{slug}/", ["1 234", REASON, old])


def read_as_anybody(page: Page, path: str, words: list[str]) -> None:
    wanted = [" ".join(said.split()) for said in words]
    for _ in range(10):  # a public page may be a few seconds old
        page.goto(path)
        text = " ".join(page.locator("main").inner_text().split())
        if all(said in text for said in wanted):
            return
        page.wait_for_timeout(1_500)
    raise AssertionError(f"{words} never stand on {path}: {text}")


@pytest.mark.parametrize("room", ROOMS)
def test_the_admin_breaks_no_policy_and_calls_nobody(
    desk: BrowserContext, demo: Demo, room: str
) -> None:
    page = desk.new_page()
    complaints: list[str] = []
    strangers: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((demo.address, "data:", "blob:")):
            strangers.append(request.url)

    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", watch)
    page.goto(room, wait_until="networkidle")
    assert complaints == []
    assert strangers == []


def test_a_date_is_picked_in_a_calendar(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/gestion/debats/new/")
    page.locator("input[name=opens_at]").click()
    page.locator(".xdsoft_datetimepicker:visible td.xdsoft_date").nth(15).click()
    assert page.locator("input[name=opens_at]").input_value()
