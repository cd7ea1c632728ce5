"""The list of proposals, a page at a time; what is open first, here and on the front page."""

import pytest
from django.test import Client

from pages.models import HomePage, ProposalIndexPage, ProposalPage
from tests.factories.pages import make_document, make_home, make_proposal, make_proposals
from tests.factories.petitions import make_closed_petition, make_petition

pytestmark = pytest.mark.django_db


@pytest.fixture
def _pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProposalIndexPage, "listed", 2)
    monkeypatch.setattr(HomePage, "listed", 2)


def some_proposals() -> list[ProposalPage]:
    """Return three proposals without petition, then one that is open."""
    document = make_document()
    idle = [make_proposal(document=document) for _ in range(3)]
    return [*idle, make_proposal(document=document, petition=make_petition())]


@pytest.mark.usefixtures("_pages_of_two")
def test_the_list_goes_on_where_it_stopped_and_shows_each_once(client: Client) -> None:
    one, two, three, signed = (page.title for page in some_proposals())
    first = client.get("/propositions/").text
    shown = {title: title in first for title in (one, two, three, signed)}
    assert shown == {one: True, two: False, three: False, signed: True}
    position = ProposalPage.objects.get(title=one).pk
    assert f"?apres={position}" in first
    rest = client.get(f"/propositions/?apres={position}").text
    assert [title in rest for title in (one, two, three, signed)] == [False, True, True, False]
    assert "Revenir au début" in rest


@pytest.mark.usefixtures("_pages_of_two")
def test_the_front_page_shows_what_is_open_alone(client: Client) -> None:
    *idle, signed = (page.title for page in some_proposals())
    page = client.get(make_home().url).text
    assert [title in page for title in (*idle, signed)] == [False, False, False, True]


def test_a_petition_that_is_closed_says_so_on_its_card(client: Client) -> None:
    make_proposal(petition=make_closed_petition())
    page = client.get("/propositions/").text
    assert "state-closed" in page
    assert "Signer la pétition" not in page


@pytest.mark.parametrize("position", ["x", "-1", "123456789", "9" * 30])
def test_a_position_that_is_none_is_refused(client: Client, position: str) -> None:
    make_proposals()
    assert client.get(f"/propositions/?apres={position}").status_code == 400


def test_a_full_page_is_light(client: Client) -> None:
    document = make_document()
    for number in range(ProposalIndexPage.listed + 1):
        title = f"Une proposition assez longue pour remplir une carte, numéro {number}"
        make_proposal(document=document, title=title, petition=make_petition(title=title))
    assert len(client.get("/propositions/").content) < 100_000
