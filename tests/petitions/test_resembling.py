"""While somebody writes, they see which petitions resemble it; nothing typed is kept."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import limits
from petitions.models import Petition
from tests.factories.accounts import log_in, make_user
from tests.factories.petitions import make_petition
from tests.factories.proposals import TITLE, TYPED, make_collecting, make_proposal_draft

pytestmark = pytest.mark.django_db
WRITE = "/petitions/participer/proposer/"
LIST = "/petitions/participer/semblables/"
BUTTON = {"step": "similar"}


@pytest.fixture
def author(client: Client) -> User:
    user = make_user()
    log_in(client, user, second_factor=False)
    return user


def test_the_button_shows_the_form_as_typed_with_what_resembles_it(
    client: Client, author: User
) -> None:
    near = make_petition(title="Un guichet humain à l'hopital")
    make_petition(title="Baisser le prix des trains")
    typed = {"title": TITLE, "details": "Un début de"}
    response = client.post(WRITE, typed | BUTTON)
    assert response.status_code == 200
    assert near.get_absolute_url() in response.text
    assert "Voir les pétitions semblables" in response.text
    assert "trains" not in response.text
    assert all(words in response.text for words in typed.values())
    assert 'aria-invalid="true"' not in response.text
    assert list(Petition.objects.all()) == [near, Petition.objects.get(title__contains="trains")]


def test_the_button_changes_no_draft(client: Client, author: User) -> None:
    draft = make_proposal_draft(author)
    address = f"/petitions/participer/propositions/{draft.pk}/modifier/"
    response = client.post(address, TYPED | BUTTON | {"title": "Tout autre chose"})
    assert "Tout autre chose" in response.text
    assert Petition.objects.get().title == draft.title


def test_the_script_gets_the_list_alone_in_one_statement(
    client: Client, author: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    near = make_petition(title="Un guichet humain à l’hôpital")
    client.post(LIST, {"title": "Autre"})
    with django_assert_num_queries(2):  # who asks, and the list
        response = client.post(LIST, {"title": TITLE})
    assert near.get_absolute_url() in response.text
    assert "<html" not in response.text
    assert "no-store" in response["Cache-Control"]


def test_what_is_asked_is_searched_as_well_as_the_title(client: Client, author: User) -> None:
    near = make_petition(title="Un titre", text="Nous demandons un guichet tenu par des gens.")
    response = client.post(LIST, {"title": "", "text": "Un guichet tenu par une personne"})
    assert near.get_absolute_url() in response.text


def test_what_is_not_public_resembles_nothing(client: Client, author: User) -> None:
    make_proposal_draft(title=TITLE)
    make_collecting(title=TITLE)
    assert "rien trouvé de semblable" in client.post(LIST, {"title": TITLE}).text


@pytest.mark.parametrize("title", ["", "\x00", '"', "or or", "-guichet", "' & | ! :*", "x" * 9999])
def test_whatever_is_typed_breaks_nothing(client: Client, author: User, title: str) -> None:
    for address in [WRITE, LIST]:
        typed = {"title": title, "text": title, "committee": title}
        assert client.post(address, typed | BUTTON).status_code == 200


def test_a_stranger_gets_no_list_and_nothing_is_typed_into_an_address(client: Client) -> None:
    assert client.post(LIST, {"title": TITLE}).status_code == 302
    log_in(client, make_user(), second_factor=False)
    assert client.get(f"{LIST}?title=x").status_code == 405


def test_who_asks_too_often_keeps_what_they_typed(
    client: Client, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "hit", lambda *args, **kwargs: False)
    response = client.post(WRITE, TYPED | BUTTON)
    assert response.status_code == 429
    assert TYPED["details"] in response.text
    assert "Vous avez beaucoup cherché" in response.text
