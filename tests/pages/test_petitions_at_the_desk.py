"""Petitions in the admin: what a browser sends back unchanged changes nothing."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from petitions.models import Petition
from tests.factories.accounts import log_in, make_person_with
from tests.factories.petitions import NOW, make_petition

pytestmark = pytest.mark.django_db
OPENED = NOW - timedelta(days=30, microseconds=1)


def sent_back(html: str) -> dict[str, str]:
    """Return what a browser posts of the form: it ends each line of a text with CRLF."""
    inputs = re.findall(r"<input[^>]*>", html)
    named = [
        (re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in inputs
    ]
    values = {name[1]: unescape(value[1]) for name, value in named if name and value}
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', html, re.S
    ):
        values[name] = unescape(text).replace("\n", "\r\n")
    return values


def test_an_open_petition_can_be_closed_at_the_desk(client: Client) -> None:
    petition = make_petition(text="Nous demandons :\n\n- un débat public.", opens_at=OPENED)
    log_in(client, make_person_with("editor"))
    address = f"/gestion/petitions/edit/{petition.pk}/"
    form = sent_back(client.get(address).content.decode())
    response = client.post(address, form | {"step": "close"})
    petition.refresh_from_db()
    assert response.status_code == 302
    assert petition.status == Petition.Status.CLOSED


def test_a_refusal_of_the_service_is_a_sentence_above_the_form(client: Client) -> None:
    petition = make_petition()
    log_in(client, make_person_with("editor"))
    address = f"/gestion/petitions/edit/{petition.pk}/"
    form = sent_back(client.get(address).content.decode())
    response = client.post(address, form | {"step": "save", "text": "Autre chose."})
    assert "Cette pétition a été ouverte : son texte ne change plus." in response.content.decode()
    assert Petition.objects.get().text == petition.text
