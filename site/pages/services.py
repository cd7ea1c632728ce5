"""What may be done to a page, whoever asks: the admin, its bulk actions, a command."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.errors import PageIsFixed
from pages.models.base import BasePage
from pages.models.proposals import ProposalPage


def ensure_may_go(page: Page) -> None:
    """Raise PageIsFixed if `page` may be neither deleted, unpublished nor moved.

    Structure pages have one place. A proposal whose petition or debate was ever open is part of
    the public record: people signed and wrote under its address. What holds for a page holds for
    each page above it. `BasePage` itself keeps their addresses.
    """
    for concerned in page.get_descendants(inclusive=True).specific():
        if isinstance(concerned, BasePage) and concerned.must_stay:
            raise PageIsFixed(_refusal(concerned) % {"title": concerned.title})


def _refusal(page: BasePage) -> str:
    if isinstance(page, ProposalPage):
        return _(
            "« %(title)s » a une pétition ou un débat qui a été ouvert : "
            "la page doit rester, à la même adresse."
        )
    return _("« %(title)s » est une page de structure : elle garde sa place et son adresse.")
