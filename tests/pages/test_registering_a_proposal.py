"""An editor lays down a new proposal: page, petition, debate; readers meet it at once."""

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from pages.models import ProposalPage
from tests.factories.debates import make_debate
from tests.factories.pages import make_document, make_proposals
from tests.factories.petitions import make_petition
from tests.pages.desk import editor, said

pytestmark = pytest.mark.django_db
ADDRESS = "/propositions/un-debat-public/"


def typed() -> dict[str, str]:
    """Return what an editor types of a proposal with an open petition and an open debate."""
    petition = make_petition(proposal_path=ADDRESS, title="Signez pour un débat")
    make_debate(parent_path=ADDRESS, title="Le coût du numérique")
    form: dict[str, str] = nested_form_data(
        {
            "title": "Un débat public",
            "slug": "un-debat-public",
            "demand": "Un débat public.",
            "document": make_document().pk,
            "demand_number": 1,
            "introduction": rich_text("<p>Débattons ensemble.</p>"),
            "simplified": rich_text("<p>Parlons-en.</p>"),
            "petition": petition.pk,
            "follow_up": streamfield([]),
        }
    )
    return form


def add_address() -> str:
    return f"/gestion/pages/add/pages/proposalpage/{make_proposals().pk}/"


def test_a_published_proposal_stands_at_its_address(client: Client) -> None:
    address, form = add_address(), typed()
    editor().post(address, form | {"action-publish": "1"})
    response = client.get(ADDRESS)
    assert "max-age=5" in response["Cache-Control"]
    for words in ["Débattons ensemble.", "Parlons-en.", "Le coût du numérique", "Signer"]:
        assert words in said(response)


def test_a_draft_is_seen_by_its_editor_alone(client: Client) -> None:
    address, form, desk = add_address(), typed(), editor()
    desk.post(address, form)
    page = ProposalPage.objects.get()
    assert client.get(ADDRESS).status_code == 404
    preview = desk.get(f"/gestion/pages/{page.pk}/view_draft/")
    assert "Débattons ensemble." in said(preview)


def test_a_proposal_is_previewed_before_it_is_saved() -> None:
    address, form, desk = add_address(), typed(), editor()
    preview = f"{address}preview/"
    assert desk.post(preview, form).json()["is_valid"] is True
    assert "Débattons ensemble." in said(desk.get(f"{preview}?mode="))


def test_one_petition_belongs_to_one_proposal() -> None:
    address, form, desk = add_address(), typed(), editor()
    desk.post(address, form | {"action-publish": "1"})
    response = desk.post(address, form | {"slug": "une-autre", "action-publish": "1"})
    assert "existe déjà" in said(response)
    assert ProposalPage.objects.count() == 1
