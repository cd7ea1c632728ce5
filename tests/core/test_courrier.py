"""The demo's letters can be read."""

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, mailers
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from core import courrier

urlpatterns = [path("courrier/", include("core.courrier_urls")), path("", include("config.urls"))]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _letter_box(settings: Settings, tmp_path: Path) -> None:
    options = {"folder": tmp_path / "courrier"}
    settings.MAILERS = {"delivery": {"BACKEND": "core.mail.CourrierBackend", "OPTIONS": options}}


def deliver(subject: str, html: str = "") -> None:
    message = EmailMultiAlternatives(subject, "Bonjour", "a@example.org", ["ada@example.org"])
    if html:
        message.attach_alternative(html, "text/html")
    mailers["delivery"].send_messages([message])


def test_an_empty_letter_box_says_so(client: Client) -> None:
    assert "pas encore de lettre" in client.get("/courrier/").content.decode()


def test_letters_are_listed_newest_first(client: Client) -> None:
    for subject in ("première", "seconde"):
        deliver(subject)
    html = client.get("/courrier/").content.decode()
    assert 0 < html.index("seconde") < html.index("première")
    assert "ada@example.org" in html


def test_a_long_list_goes_on_page_by_page() -> None:
    for number in range(courrier.PAGE_SIZE + 2):
        deliver(f"lettre {number}")
    first, next_key = courrier.newest()
    second, end = courrier.newest(before=next_key)
    assert [len(first), len(second), end] == [courrier.PAGE_SIZE, 2, ""]
    assert second[-1].subject == "lettre 0"


def test_the_links_of_a_letter_work(client: Client) -> None:
    deliver("Votre code", '<style>p{}</style><p><a href="http://testserver/x/">Confirmer</a></p>')
    [letter], _ = courrier.newest()
    html = client.get(f"/courrier/{letter.name}/").content.decode()
    assert '<a href="http://testserver/x/">Confirmer</a>' in html
    assert "p{}" not in html


def test_a_letter_keeps_its_place_in_the_page(client: Client) -> None:
    deliver("Votre code", "<title>Titre</title><h1>Bonjour</h1>")
    [letter], _ = courrier.newest()
    html = client.get(f"/courrier/{letter.name}/").content.decode()
    assert "<h3>Bonjour</h3>" in html
    assert "Titre" not in html
    assert html.count("<h1") == 1


def test_a_letter_cannot_act_in_its_readers_browser(client: Client) -> None:
    deliver("Votre code", '<script>alert(1)</script><p onclick="x()">Bonjour</p>')
    [letter], _ = courrier.newest()
    html = client.get(f"/courrier/{letter.name}/").content.decode()
    assert "alert(1)" not in html
    assert "onclick" not in html


@pytest.mark.parametrize("name", ["x", "etc-passwd", "0" * 20 + "-00000000", "1" * 29])
def test_an_unknown_letter_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/courrier/{name}/").status_code == 404


@pytest.mark.parametrize("key", ["../..", "\x00", "9" * 400, "é"])
def test_any_position_in_the_list_is_answered(client: Client, key: str) -> None:
    deliver("une")
    assert client.get("/courrier/", {"apres": key}).status_code == 200


def test_letters_are_kept_in_no_cache(client: Client) -> None:
    assert client.get("/courrier/")["Cache-Control"] == "private, no-store"
