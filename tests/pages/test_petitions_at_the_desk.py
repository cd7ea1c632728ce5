"""Petitions in the admin: what a browser sends back unchanged changes nothing."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.services import delete_account
from petitions.errors import WrongStatus
from petitions.models import Petition
from petitions.services import (
    archive_petition,
    close_petition,
    edit_petition,
    refuse_review,
)
from tests.factories.accounts import log_in, make_moderator, make_person_with, make_user
from tests.factories.petitions import (
    NOW,
    make_closed_petition,
    make_draft_petition,
    make_petition,
)
from tests.factories.proposals import EXPLANATION, make_reason, make_review

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
    assert "Cochez cette case" in client.post(address, form | {"step": "close"}).text
    response = client.post(address, form | {"step": "close", "sure": "on"})
    petition.refresh_from_db()
    assert response.status_code == 302
    assert petition.status == Petition.Status.CLOSED


@pytest.mark.parametrize(
    ("steps", "offered"),
    [
        ([], {"save", "amend", "close"}),
        ([close_petition], {"save", "archive"}),
        ([close_petition, archive_petition], {"save"}),
    ],
)
def test_the_desk_offers_the_steps_that_are_possible(
    client: Client, steps: list[Any], offered: set[str]
) -> None:
    petition = make_petition()
    for step in steps:
        step(petition=petition, at=NOW)
        petition.refresh_from_db()
    log_in(client, make_person_with("editor"))
    html = client.get(f"/gestion/petitions/edit/{petition.pk}/").text
    assert set(re.findall(r'name="step" value="(\w+)"', html)) == offered
    assert ("10 caractères au moins" in html) is ("amend" in offered)
    assert ('name="sure"' in html) is ("close" in offered)


def test_a_draft_may_be_opened_and_nothing_that_follows(client: Client) -> None:
    log_in(client, make_person_with("editor"))
    addresses = ["new", f"edit/{make_draft_petition().pk}"]
    for html in [client.get(f"/gestion/petitions/{address}/").text for address in addresses]:
        assert set(re.findall(r'name="step" value="(\w+)"', html)) == {"save", "open"}


def test_a_refusal_of_the_service_is_a_sentence_at_the_field_that_is_frozen(client: Client) -> None:
    petition = make_petition()
    log_in(client, make_person_with("editor"))
    address = f"/gestion/petitions/edit/{petition.pk}/"
    form = sent_back(client.get(address).content.decode()) | {"step": "save"}
    errors = client.post(address, form | {"text": "Autre chose."}).context["form"].errors
    assert list(errors) == ["text"]
    assert "Pour changer le texte, choisissez" in errors["text"][0]
    errors = client.post(address, form | {"slug": "ailleurs"}).context["form"].errors
    assert errors == {"slug": ["L’adresse ne change plus."]}
    kept = Petition.objects.get()
    assert (kept.text, kept.slug) == (petition.text, petition.slug)


def test_the_words_of_a_closed_petition_change_in_no_way(client: Client) -> None:
    petition = make_closed_petition()
    log_in(client, make_person_with("editor"))
    address = f"/gestion/petitions/edit/{petition.pk}/"
    form = sent_back(client.get(address).content.decode()) | {"step": "save"}
    errors = client.post(address, form | {"title": "Autre chose"}).context["form"].errors
    assert list(errors) == ["title"]
    assert "son texte ne change plus" in errors["title"][0]


def test_what_was_refused_is_no_editors_once_its_authors_account_is_gone(client: Client) -> None:
    author = make_user()
    refuse_review(
        review=make_review(author),
        reason=make_reason(),
        explanation=EXPLANATION,
        by=make_moderator(),
        at=NOW,
    )
    delete_account(user=author, keep_contributions=True, at=NOW)
    refused = Petition.objects.get()
    names = ("slug", "text", "details", "addressees", "proposal_path", "opens_at", "closes_at")
    kept: dict[str, Any] = {name: getattr(refused, name) for name in names}
    with pytest.raises(WrongStatus):
        edit_petition(petition=refused, title="Autre chose", **kept, at=NOW)
    draft = make_draft_petition(title="Le brouillon de la rédaction")
    log_in(client, make_person_with("editor"))
    html = client.get("/gestion/petitions/").content.decode()
    assert draft.title in html
    assert refused.title not in html
    assert client.get(f"/gestion/petitions/edit/{draft.pk}/").status_code == 200
    assert client.get(f"/gestion/petitions/edit/{refused.pk}/").status_code != 200


def test_the_desk_says_what_became_of_a_petition(client: Client) -> None:
    petition = make_petition()
    log_in(client, make_person_with("editor"))
    assert "Ajouter une pétition" in client.get("/gestion/petitions/").text
    address = f"/gestion/petitions/edit/{petition.pk}/"
    taken = [("save", "C’est enregistré."), ("close", "La pétition est close.")]
    for step, said in [*taken, ("archive", "La pétition est archivée.")]:
        form = sent_back(client.get(address).text)
        page = client.post(address, form | {"step": step, "sure": "on"}, follow=True).text
        assert said in page
        assert "(e)" not in page
