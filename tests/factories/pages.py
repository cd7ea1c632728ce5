"""Pages for tests: a front page, the list of proposals, proposals, prose."""

from datetime import date
from itertools import count
from typing import Any

from wagtail.models import Page, Site

from pages.models import DocumentPage, HomePage, ProposalIndexPage, ProposalPage, StandardPage

_numbers = count(1)


def make_home() -> HomePage:
    """Return the front page; plant it first if there is none."""
    found: HomePage | None = HomePage.objects.first()
    if found is not None:
        return found
    home = HomePage(title="Santé en débat", slug="accueil", lead="Débattons.")
    Page.get_first_root_node().add_child(instance=home)
    site = Site.objects.get()
    site.root_page = home
    site.save()
    return home


def make_proposals() -> ProposalIndexPage:
    """Return the list of proposals; plant it first if there is none."""
    found = ProposalIndexPage.objects.first()
    return found or _planted(make_home(), ProposalIndexPage(title="Propositions"))


def make_document(**kwargs: Any) -> DocumentPage:
    """Return a page for a text with one point and one demand."""
    said: dict[str, Any] = {
        "title": f"Un texte {next(_numbers)}",
        "publisher": "Une association",
        "published_on": date(2022, 3, 24),
        "points": [("point", {"number": 1, "paragraph": 2, "summary": "Ce qu’il dit."})],
        "demands": [("demand", {"number": 1, "paragraph": 3, "text": "Un débat public."})],
    }
    return _planted(make_home(), DocumentPage(**(said | kwargs)))


def make_proposal(**kwargs: Any) -> ProposalPage:
    """Return a published proposal, without petition unless `kwargs` name one."""
    said: dict[str, Any] = {
        "title": f"Une proposition {next(_numbers)}",
        "demand": "Un débat public.",
        "document": kwargs.get("document") or make_document(),
        "demand_number": 1,
        "introduction": "<p>Débattons.</p>",
    }
    return _planted(make_proposals(), ProposalPage(**(said | kwargs)))


def make_prose(**kwargs: Any) -> StandardPage:
    """Return a published page of text."""
    said: dict[str, Any] = {"title": f"Un texte {next(_numbers)}", "body": [("text", "Bonjour.")]}
    return _planted(make_home(), StandardPage(**(said | kwargs)))


def _planted[Kind: Page](parent: Page, page: Kind) -> Kind:
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
