"""What may be done to a page, whoever asks: the admin, its bulk actions, a command."""

from datetime import datetime
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from pages.errors import NoListOfProposals, PageIsFixed
from pages.models.base import BasePage
from pages.models.proposals import ProposalIndexPage, ProposalPage
from petitions.models import Review
from petitions.services import accept_review


def ensure_may_go(page: Page) -> None:
    """Raise PageIsFixed if `page` may be neither deleted, unpublished nor moved.

    Structure pages have one place. A proposal whose petition or debate was ever open is part of
    the public record: people signed and wrote under its address. What holds for a page holds for
    each page above it. `BasePage` itself keeps their addresses.
    """
    for concerned in page.get_descendants(inclusive=True).specific():
        if isinstance(concerned, BasePage) and concerned.must_stay:
            raise PageIsFixed(_refusal(concerned) % {"title": concerned.title})


@transaction.atomic
def accept_submission(*, review: Review, by: User, at: datetime) -> ProposalPage:
    """Open what somebody proposed, and give it its page among the proposals, at once.

    Args:
        review: as it was on the reviewer's screen: `review.version` is compared.

    Raises:
        NoListOfProposals: if the page has no place: editors make the list first.
        OwnContribution, OutsideScope, ClaimedByAnother, AlreadyDecided: as `accept_review`.
    """
    # Two pages are never planted at once: the tree counts its children in this row.
    index = ProposalIndexPage.objects.live().select_for_update().first()
    if index is None or index.url is None:
        raise NoListOfProposals
    slug = _free_slug(index, review.petition.slug)
    petition = accept_review(review=review, path=f"{index.url}{slug}/", by=by, at=at)
    page = ProposalPage(title=petition.title, slug=slug, demand=petition.text, petition=petition)
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def _free_slug(parent: Page, wanted: str) -> str:
    """Return `wanted`, or what comes after it, as no page below `parent` is called."""
    below = parent.get_children()
    tries = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(slug for slug in tries if not below.filter(slug=slug).exists())


def _refusal(page: BasePage) -> str:
    if isinstance(page, ProposalPage):
        return _(
            "« %(title)s » a une pétition ou un débat qui a été ouvert : "
            "la page doit rester, à la même adresse."
        )
    return _("« %(title)s » est une page de structure : elle garde sa place et son adresse.")
