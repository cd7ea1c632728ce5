"""The door of /gestion/: who comes in, who is refused, who is asked for more."""

import pytest
from django.test import Client

from accounts.services import grant_role, renew_sheet
from tests.factories.accounts import NOW, log_in, make_person_with, make_user

pytestmark = pytest.mark.django_db
WORKROOM = "/gestion/"


@pytest.mark.parametrize("page", ["", "login/", "pages/", "users/"])
def test_a_stranger_is_led_to_the_door_and_back(client: Client, page: str) -> None:
    back = WORKROOM if page == "login/" else WORKROOM + page
    location = client.get(WORKROOM + page)["Location"]
    assert location == f"/compte/connexion/?next={back}"


@pytest.mark.parametrize("role", ["moderator", ""])
def test_people_without_the_right_get_a_page_and_no_loop(client: Client, role: str) -> None:
    log_in(client, make_person_with(role) if role else make_user())
    for page in ["", "login/", "pages/"]:
        response = client.get(WORKROOM + page)
        assert response.status_code == 403
        assert "Location" not in response.headers


@pytest.mark.parametrize("role", ["editor", "administrator", "organiser"])
def test_those_who_edit_come_in_with_their_second_factor(client: Client, role: str) -> None:
    log_in(client, make_person_with(role))
    assert client.get(WORKROOM).status_code == 200


def test_without_a_second_factor_one_is_led_to_set_it_up(client: Client) -> None:
    user = make_user()
    grant_role(user=user, role="editor", at=NOW)
    log_in(client, user, second_factor=False)
    assert client.get(WORKROOM)["Location"] == f"/compte/second-facteur/?next={WORKROOM}"


def test_a_session_older_than_the_second_factor_must_show_it(client: Client) -> None:
    user = make_user()
    grant_role(user=user, role="editor", at=NOW)
    log_in(client, user, second_factor=False)
    code = renew_sheet(user=user)[0]
    prove = client.get(client.get(WORKROOM)["Location"])["Location"]
    assert client.post(prove, {"code": code})["Location"] == WORKROOM
    assert client.get(WORKROOM).status_code == 200


def test_the_second_factor_of_somebody_else_is_worth_nothing(client: Client) -> None:
    log_in(client, make_person_with("editor"))
    session = dict(client.session.items())
    other = log_in(Client(), make_person_with("editor"), second_factor=False)
    taken = other.session
    taken["account_authentication_methods"] = session["account_authentication_methods"]
    taken["account_authentication_methods_user"] = session["account_authentication_methods_user"]
    taken.save()
    assert other.get(WORKROOM).status_code == 302
