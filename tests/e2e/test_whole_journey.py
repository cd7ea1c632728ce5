"""The whole journey of a signer at 320 px, by keyboard, measured: screens, fields, bytes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize, expect

from tests.e2e.demo import Demo
from tests.e2e.keyboard import press, write
from tests.e2e.people import new_address
from tests.e2e.test_signing import THANKS, confirm

pytestmark = pytest.mark.e2e

MOST_SCREENS, MOST_FIELDS, MOST_BYTES = 3, 3, 60_000
NARROW = ViewportSize(width=320, height=640)
FIELDS = "form input:not([type=hidden]):not([type=checkbox]):visible"


@dataclass
class Journey:
    """What a visitor met on the way: each page, and what came over the wire."""

    screens: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    @property
    def wire(self) -> int:
        return sum(answer.request.sizes()["responseBodySize"] for answer in self.answers)


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(
    request: pytest.FixtureRequest, browser: Browser, demo: Demo
) -> Iterator[BrowserContext]:
    """A visitor with the narrowest screen that we promise to serve."""
    visitor = browser.new_context(
        base_url=demo.address,
        locale="fr-FR",
        viewport=NARROW,
        java_script_enabled=request.param,
    )
    visitor.set_default_timeout(10_000)
    yield visitor
    visitor.close()


def look(page: Page, journey: Journey) -> None:
    """Note a screen; nothing of it may lie beside the window."""
    title = page.get_by_role("heading", level=1).inner_text()
    journey.screens.append(title)
    widest = page.locator("main").evaluate("main => main.scrollWidth - main.clientWidth")
    assert widest <= 0, f"« {title} » is {widest} px too wide."


def test_three_fields_and_three_screens_lead_to_a_receipt(page: Page, demo: Demo) -> None:
    journey, address = Journey(), new_address()
    page.on("response", lambda answer: journey.answers.append(answer))
    page.goto("/")
    press(page, "Signer la pétition", link=True)
    look(page, journey)
    fields = page.locator(FIELDS).count()
    write(page, "Vos prénom et nom", "Ada Lovelace")
    write(page, "Votre adresse électronique", address)
    write(page, "Votre code postal", "47200")
    press(page, "Recevoir mon code")
    look(page, journey)
    write(page, "Votre code à 6 chiffres", demo.code_for(address))
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS, timeout=60_000)
    look(page, journey)
    page.wait_for_load_state("load")
    said = f"{len(journey.screens)} screens, {fields} fields, {journey.wire} bytes"
    print(f"\n{said}: {' → '.join(journey.screens)}")  # noqa: T201  (what this test measures)
    assert page.context.cookies() == []
    assert len(journey.screens) <= MOST_SCREENS
    assert fields <= MOST_FIELDS
    assert journey.wire <= MOST_BYTES
