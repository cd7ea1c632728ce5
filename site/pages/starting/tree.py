"""Lay down the tree of pages: the structure, the founding document, the prose."""

from datetime import date
from typing import Any

from django.conf import settings
from wagtail.models import Page, Site

from core.text import typography
from pages.models import (
    DocumentPage,
    HomePage,
    ProposalIndexPage,
    StandardPage,
    TransparencyPage,
)
from pages.models.standard import LINKED_EVERYWHERE
from pages.starting.files import prose, records, rich
from pages.starting.once import first_time

FOUNDING_DOCUMENT = "texte-fondateur"
PROSE = [*LINKED_EVERYWHERE, "verification-des-signatures"]
NAMES_PUBLISHER = {"mentions-legales", "contact"}
STATES_PERIODS = {"donnees-personnelles"}
METHOD = "methode"


def load_tree() -> None:
    """Lay down each page that was never laid down before, under the site's own front page."""
    if first_time("page", "/"):
        _plant_home()
    home = HomePage.objects.get()
    if first_time("page", "propositions"):
        _add(home, ProposalIndexPage(title="Propositions", slug="propositions", show_in_menus=True))
    if first_time("page", "transparence"):
        said = records("home")["transparency"]
        page = TransparencyPage(
            title=said["title"], slug="transparence", introduction=rich(said["introduction_md"])
        )
        _add(home, page)
    if first_time("page", FOUNDING_DOCUMENT):
        _add(home, _founding_document())
    for slug in PROSE:
        if first_time("page", slug):
            _add(home, _prose(slug))
    if first_time("page", METHOD):
        _add(TransparencyPage.objects.get(), _prose(METHOD, file="methode-transparence"))


def _plant_home() -> None:
    """Put our front page where Wagtail's migrations put theirs."""
    said = records("home")
    root = Page.get_first_root_node()
    for welcome in root.get_children().filter(slug="home"):
        welcome.delete()
    root = Page.get_first_root_node()
    home = HomePage(
        title=said["title"],
        slug="accueil",
        lead=said["lead"],
        steps=[("step", step) for step in said["steps"]],
    )
    _add(root, home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": settings.BASE_URL.split("://", 1)[-1].split(":")[0],
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": home,
        },
    )


def _founding_document() -> DocumentPage:
    said = records("founding_document")
    return DocumentPage(
        title=said["title"],
        slug=FOUNDING_DOCUMENT,
        publisher=said["publisher"],
        published_on=date.fromisoformat(said["date"]),
        source_url=said["source_url"],
        points=[("point", point) for point in said["points"]],
        demands=[("demand", demand) for demand in said["demands"]],
    )


def _prose(slug: str, *, file: str = "") -> StandardPage:
    title, body = prose(file or slug)
    return StandardPage(
        title=typography(title),
        slug=slug,
        body=[("text", body)],
        shows_publisher=slug in NAMES_PUBLISHER,
        shows_periods=slug in STATES_PERIODS,
    )


def _add(parent: Page, page: Any) -> None:
    parent.add_child(instance=page)
    page.save_revision().publish()
