"""What somebody drafts is for its author alone: no form, list or page of the editors names it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.services import delete_account
from pages.models import ProposalPage
from petitions.errors import WrongStatus
from petitions.models import Petition
from petitions.services import save_mirror, set_threshold
from tests.factories.accounts import make_user
from tests.factories.outcome import make_threshold
from tests.factories.pages import make_proposal, make_proposals
from tests.factories.petitions import make_draft_petition, make_petition
from tests.factories.proposals import make_collecting, make_proposal_draft, make_review
from tests.pages.desk import editor, said

pytestmark = pytest.mark.django_db
MIRROR: dict[str, Any] = {
    "house": "senat",
    "title": "Pour un débat",
    "url": "https://petitions.senat.fr/initiatives/i-1",
    "signatures": 1234,
}


@pytest.mark.parametrize("register", ["seuils", "envois", "evenements", "assemblees"])
@pytest.mark.parametrize("door", ["", "new/"])
def test_the_registers_name_no_draft_of_somebody_else(register: str, door: str) -> None:
    make_proposal_draft(title="À personne d’autre")
    make_petition(title="Une pétition ouverte")
    html = said(editor().get(f"/gestion/{register}/{door}"))
    assert "À personne d’autre" not in html
    assert "Une pétition ouverte" in html


def test_the_page_of_a_proposal_offers_the_editors_own_drafts_alone() -> None:
    make_proposal_draft(title="À personne d’autre")
    make_draft_petition(title="Le brouillon de la rédaction")
    address = f"/gestion/pages/add/pages/proposalpage/{make_proposals().pk}/"
    html = said(editor().get(address))
    assert "À personne d’autre" not in html
    assert "Le brouillon de la rédaction" in html


def test_no_page_points_at_a_draft_so_that_its_author_may_leave() -> None:
    author = make_user()
    with pytest.raises(ValidationError):
        make_proposal(petition=make_proposal_draft(author))
    delete_account(user=author, keep_contributions=False, at=timezone.now())
    assert not ProposalPage.objects.exists()
    assert not Petition.objects.exists()


@pytest.mark.parametrize("make", [make_proposal_draft, make_collecting])
def test_what_is_its_authors_gets_no_threshold(make: Callable[[], Petition]) -> None:
    with pytest.raises(WrongStatus):
        make_threshold(make())


def test_a_draft_of_editors_gets_its_thresholds_before_it_opens() -> None:
    petition = make_draft_petition()
    asked: dict[str, Any] = {"signatures": 9, "areas": 0, "per_area": 0, "leads_to": "Un débat."}
    assert set_threshold(petition=petition, **asked).petition == petition


def test_what_was_never_opened_has_no_petition_elsewhere() -> None:
    at = timezone.now()
    for petition in (make_draft_petition(), make_review().petition):
        with pytest.raises(WrongStatus):
            save_mirror(petition=petition, counted_on=timezone.localdate(at), at=at, **MIRROR)
