"""The way out: a button for people, one click for mail providers, nothing for scanners."""

import uuid

import pytest
from django.test import Client

from follows.models import Follow
from tests.factories.follows import make_follow

pytestmark = pytest.mark.django_db


def url(token: uuid.UUID) -> str:
    return f"/suivi/arreter/{token}/"


def test_opening_the_link_stops_nothing(client: Client) -> None:
    follow = make_follow()
    response = client.get(url(follow.pk))
    assert "Ne plus recevoir" in response.content.decode()
    assert Follow.objects.exists()


def test_the_button_stops_the_letters(client: Client) -> None:
    response = client.post(url(make_follow().pk))
    assert "Vous ne recevrez plus" in response.content.decode()
    assert not Follow.objects.exists()


def test_a_mail_provider_stops_them_in_one_click(client: Client) -> None:
    response = client.post(url(make_follow().pk), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not Follow.objects.exists()


def test_another_site_cannot_stop_them(client: Client) -> None:
    response = client.post(url(make_follow().pk), headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert Follow.objects.exists()


def test_the_page_tells_nobody_whether_a_follow_exists(client: Client) -> None:
    def read(token: uuid.UUID, *, post: bool) -> str:
        response = client.post(url(token)) if post else client.get(url(token))
        return response.content.decode().replace(str(token), "")

    known, unknown = make_follow().pk, uuid.uuid4()
    assert read(known, post=False) == read(unknown, post=False)
    assert read(known, post=True) == read(unknown, post=True)


def test_the_page_sets_no_cookie_and_is_kept_nowhere(client: Client) -> None:
    response = client.get(url(uuid.uuid4()))
    assert not response.cookies
    assert response["Cache-Control"] == "private, no-store"


def test_a_garbled_link_is_not_found(client: Client) -> None:
    assert client.get("/suivi/arreter/x/").status_code == 404
