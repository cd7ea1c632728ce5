"""The page of a proposal keeps the petition that was opened there, on any way."""

import pytest
from django.core.exceptions import ValidationError

from pages.models import ProposalPage
from tests.factories.pages import make_proposal
from tests.factories.petitions import make_draft_petition, make_petition
from tests.pages.desk import editor, page_form_at, said

pytestmark = pytest.mark.django_db


def test_an_editor_cannot_take_an_open_petition_off_the_site() -> None:
    page, client = make_proposal(petition=make_petition()), editor()
    address = f"/gestion/pages/{page.pk}/edit/"
    form = page_form_at(client, address) | {"petition": "", "action-publish": "1"}
    response = client.post(address, form)
    assert "elle reste sur cette page" in said(response)
    assert ProposalPage.objects.get().petition == page.petition


def test_no_save_exchanges_an_opened_petition() -> None:
    page = make_proposal(petition=make_petition())
    page.petition = make_petition()
    with pytest.raises(ValidationError):
        page.save()


def test_a_page_may_exchange_a_draft() -> None:
    page = make_proposal(petition=make_draft_petition())
    page.petition = make_petition()
    page.save()
    assert ProposalPage.objects.get().petition == page.petition


def test_no_page_takes_the_petition_of_another() -> None:
    petition = make_petition()
    make_proposal(petition=petition)
    other = make_proposal(slug="une-autre")
    other.petition = petition
    with pytest.raises(ValidationError):
        other.save()


def test_a_draft_of_before_the_opening_does_not_take_it_away() -> None:
    page = make_proposal()
    draft = page.save_revision()
    page.petition = make_petition()
    page.save()
    draft.publish()
    assert ProposalPage.objects.get().petition == page.petition
