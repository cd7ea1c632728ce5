"""Starter content loads at any time, once, and its links and quotations are right."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from django.apps import apps
from django.test import Client
from wagtail.models import Page

from committees.models import Committee
from debates.models import Debate
from pages.models import DocumentPage, ProposalPage, StandardPage
from pages.starting.load import load_starter_content
from petitions.models import Petition

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG_AFTER = datetime(2030, 6, 1, 12, tzinfo=UTC)
FOUNDING_DOCUMENT = Path(__file__).resolve().parents[3] / "shared" / "founding-document.md"
LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
ANCHOR = re.compile(r'\bid="([^"]+)"')
LAID_DOWN = ["wagtailcore", "pages", "petitions", "debates", "committees", "transparency"]


def every_row() -> dict[str, list[tuple[object, ...]]]:
    """Return what the tables of the content hold, by table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for label in LAID_DOWN
        for model in apps.get_app_config(label).get_models()
    }


class Site:
    """The public site as a reader's browser sees it, each page fetched once."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.fetched: dict[str, tuple[int, str]] = {}

    def read(self, path: str) -> tuple[int, str]:
        """Return the status and the text of `path`, redirects followed."""
        if path not in self.fetched:
            response = self.client.get(path, follow=True)
            self.fetched[path] = (response.status_code, b"".join(response).decode())
        return self.fetched[path]

    def fault_of(self, link: str, *, on: str) -> str:
        """Say what is wrong with a link of the page `on`, or nothing."""
        path, anchor = urldefrag(urljoin(on, link))
        status, html = self.read(path)
        if status != 200:
            return f"{on}: {link} answers {status}"
        has_anchor = not anchor or anchor in ANCHOR.findall(html)
        return "" if has_anchor else f"{on}: {link} has no such anchor"


def is_ours(link: str) -> bool:
    return not link.startswith(("http:", "https:", "mailto:", "tel:"))


def test_starter_content_loads_in_years_to_come() -> None:
    load_starter_content(at=LONG_AFTER)
    for last in [LONG_AFTER, LONG_AFTER + timedelta(days=179)]:
        assert Petition.objects.open_at(last).count() == Petition.objects.count() == 2
        assert Debate.objects.open_at(last).count() == Debate.objects.count() == 5
    assert not Debate.objects.open_at(LONG_AFTER + timedelta(days=182)).exists()
    assert not Petition.objects.open_at(LONG_AFTER + timedelta(days=367)).exists()


def test_loading_twice_changes_nothing() -> None:
    load_starter_content(at=NOW)
    before = every_row()
    assert before["pages.HomePage"]
    load_starter_content(at=LONG_AFTER)
    assert every_row() == before


def test_what_an_editor_changed_or_removed_stays_so() -> None:
    load_starter_content(at=NOW)
    page = StandardPage.objects.get(slug="aide")
    page.title = "Comment faire"
    page.save_revision().publish()
    StandardPage.objects.get(slug="contact").delete()
    Committee.objects.all()[0].delete()
    before = every_row()
    load_starter_content(at=LONG_AFTER)
    assert every_row() == before


def test_every_link_of_the_content_leads_somewhere(client: Client) -> None:
    load_starter_content(at=datetime.now(tz=UTC) - timedelta(minutes=1))
    site = Site(client)
    pages = [page.url for page in Page.objects.live().exclude(depth=1)]
    pages += [debate.get_absolute_url() for debate in Debate.objects.all()]
    pages += ["/moderation/charte/", "/comites/", "/transparence/faits/"]
    faults = {
        site.fault_of(link, on=page)
        for page in pages
        for link in LINK.findall(site.read(page)[1])
        if is_ours(link)
    }
    assert len(site.fetched) > len(pages)
    assert faults <= {""}


@pytest.mark.skipif(
    not FOUNDING_DOCUMENT.exists(),
    reason=f"The demands were NOT compared: {FOUNDING_DOCUMENT.name} is not beside the checkout.",
)
def test_demands_are_those_of_the_founding_document_word_for_word() -> None:
    load_starter_content(at=NOW)
    lines = FOUNDING_DOCUMENT.read_text(encoding="utf-8").splitlines()
    theirs = [line.removeprefix("-").strip() for line in lines if re.match(r"-\s", line)]
    document = DocumentPage.objects.get()
    assert [block.value["text"] for block in document.demands] == theirs
    quoted = ProposalPage.objects.order_by("demand_number").values_list("demand", flat=True)
    assert list(quoted) == theirs
