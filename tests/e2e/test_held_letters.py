"""A crowded network: letters wait, and a browser works so that its own goes at once."""

from collections.abc import Iterator
from mimetypes import guess_type
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from core.models import OutboxLetter
from tests.e2e.demo import ROOT
from tests.petitions.test_hastening import now_held

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

# Browsers compute for secure addresses, and for this one.
SITE = "http://localhost"
NO_LONGER_HELD = "<main>La suite</main>"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=request.param
    )
    yield context.new_page()
    context.close()


def show(phone: Page, address: str) -> list[str]:
    """Show the page at `address` as Django wrote it; return where its posts are kept."""
    body, posts = Client().get(address).content, list[str]()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = ROOT / "site" / path.removeprefix("/")
            route.fulfill(body=file.read_bytes(), content_type=guess_type(path)[0] or "")
            return
        if route.request.method == "POST":
            posts.append(route.request.post_data or "")
        shown = NO_LONGER_HELD if posts else body
        route.fulfill(body=shown, content_type="text/html; charset=utf-8")

    phone.route("**/*", answer)
    phone.goto(f"{SITE}{address}")
    return posts


def waiting() -> int:
    return OutboxLetter.objects.filter(not_before__gt=timezone.now()).count()


def test_a_letter_goes_at_once_for_a_small_computation_or_later_without(
    phone: Page, request: pytest.FixtureRequest
) -> None:
    client = Client()
    address = now_held(client)
    posts = show(phone, address)
    if request.node.callspec.params["phone"]:
        expect(phone.get_by_text("La suite")).to_be_visible(timeout=60_000)
        client.generic("POST", f"{address}hater/", posts[0], content_type=FORM)
        assert waiting() == 0
    else:
        expect(phone.get_by_text("Votre lettre part dans 10 minutes environ")).to_be_visible()
        assert posts == []
        assert waiting() == 1
