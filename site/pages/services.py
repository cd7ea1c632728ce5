"""What may be done to a page, whoever asks: the admin, its bulk actions, a command."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from debates.models import Debate
from pages.errors import PageIsFixed
from pages.models.base import BasePage
from pages.models.proposals import ProposalPage


def ensure_may_go(page: Page) -> None:
    """Raise PageIsFixed if `page` may be neither deleted, unpublished, moved nor renamed.

    Structure pages have one place. A proposal whose petition or debate was ever open is part of
    the public record: people signed and wrote under its address. What holds for a page holds for
    each page above it.
    """
    for concerned in page.get_descendants(inclusive=True).specific():
        if isinstance(concerned, BasePage) and concerned.is_structure:
            raise PageIsFixed(
                _("« %(title)s » est une page de structure : elle garde sa place et son adresse.")
                % {"title": concerned.title}
            )
        if isinstance(concerned, ProposalPage) and _was_opened(concerned):
            raise PageIsFixed(
                _(
                    "« %(title)s » a une pétition ou un débat qui a été ouvert : "
                    "la page doit rester, à la même adresse."
                )
                % {"title": concerned.title}
            )


def ensure_keeps_its_address(page: Page, *, slug: str) -> None:
    """Raise PageIsFixed if `slug` would change the address of a page that must keep it."""
    if slug != page.slug:
        ensure_may_go(page)


def _was_opened(page: ProposalPage) -> bool:
    petition = page.petition
    if petition is not None and petition.was_opened:
        return True
    return Debate.objects.ever_opened().filter(parent_path=page.url).exists()
