"""A refusal stays public, with the words that were refused, whatever its author does next."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.services import delete_account
from petitions.models import Petition
from petitions.services import refuse_review, resubmit, withdraw_proposal
from tests.factories.accounts import make_moderator, make_user
from tests.factories.petitions import NOW
from tests.factories.proposals import (
    EXPLANATION,
    TITLE,
    make_proposal_draft,
    make_reason,
    make_review,
    make_wording,
)

pytestmark = pytest.mark.django_db
SECRET = "Ce que personne n’a relu"


def refused(**reason: Any) -> Petition:
    review = make_review(make_user())
    refuse_review(
        review=review,
        reason=make_reason(**reason),
        explanation=EXPLANATION,
        by=make_moderator(),
        at=NOW,
    )
    return Petition.objects.get()


def corrected(**reason: Any) -> Petition:
    petition = refused(**reason)
    wording = make_wording(title=SECRET, text=SECRET, details=SECRET, addressees=[SECRET])
    resubmit(petition=petition, wording=wording, at=NOW)
    return petition


def withdrawn(**reason: Any) -> Petition:
    petition = corrected(**reason)
    withdraw_proposal(petition=petition, at=NOW)
    return petition


@pytest.mark.parametrize("go_on", [corrected, withdrawn])
def test_a_refusal_is_read_whatever_follows_and_nothing_that_nobody_read(
    client: Client, go_on: Any
) -> None:
    petition = go_on()
    response = client.get(petition.get_absolute_url())
    html = response.content.decode()
    assert response.status_code == 200
    for words in [TITLE, EXPLANATION, "Vous lisez ici le texte qui a été refusé."]:
        assert words in html
    assert SECRET not in html
    for address in ["/petitions/", "/petitions/?etat=refusees"]:
        html = client.get(address).content.decode()
        assert TITLE in html
        assert SECRET not in html


@pytest.mark.parametrize(
    ("go_on", "is_read_again", "heading"),
    [
        (refused, False, "Pourquoi elle est refusée"),
        (corrected, True, "Pourquoi elle a été refusée la première fois"),
        (withdrawn, False, "Pourquoi elle a été refusée"),
    ],
)
def test_what_is_read_again_says_that_its_refusal_was_the_first(
    client: Client, go_on: Any, is_read_again: bool, heading: str
) -> None:
    page = client.get(go_on().get_absolute_url()).text
    assert f"<h2>{heading}</h2>" in page
    for html in [page, client.get("/petitions/").text]:
        assert ("puis corrigée. Nouvel examen en cours." in html) is is_read_again


@pytest.mark.parametrize("go_on", [refused, corrected, withdrawn])
def test_a_reason_that_hides_hides_whatever_follows(client: Client, go_on: Any) -> None:
    petition = go_on(hides=True)
    html = client.get(petition.get_absolute_url()).content.decode()
    assert EXPLANATION in html
    listed = client.get("/petitions/").content.decode()
    for words in [TITLE, SECRET]:
        assert words not in html + listed


@pytest.mark.parametrize("make", [make_proposal_draft, lambda: make_review().petition])
def test_what_was_never_refused_is_nobodys_to_read(client: Client, make: Any) -> None:
    assert client.get(make().get_absolute_url()).status_code == 404


def test_what_was_withdrawn_unread_is_nobodys_to_read(client: Client) -> None:
    petition = make_review().petition
    withdraw_proposal(petition=petition, at=NOW)
    assert client.get(petition.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("keeps", "left"), [(True, 1), (False, 0)])
def test_an_author_who_leaves_says_whether_the_refusal_stays(keeps: bool, left: int) -> None:
    petition = withdrawn()
    assert petition.author is not None
    delete_account(user=petition.author, keep_contributions=keeps, at=NOW)
    assert Petition.objects.count() == left


def test_no_page_tells_that_its_author_has_left_since(client: Client) -> None:
    petition = refused()
    assert petition.author is not None
    before = client.get(petition.get_absolute_url()).content
    delete_account(user=petition.author, keep_contributions=True, at=NOW)
    assert client.get(f"{petition.get_absolute_url()}?encore").content == before


def test_the_address_of_a_hidden_refusal_does_not_say_its_title(client: Client) -> None:
    review = make_review(make_user())
    old = Petition.objects.get().get_absolute_url()
    by, reason = make_moderator(), make_reason(hides=True)
    refuse_review(review=review, reason=reason, explanation=EXPLANATION, by=by, at=NOW)
    petition = Petition.objects.get()
    assert re.fullmatch(r"proposition-\w+", petition.slug)
    assert client.get(old).status_code == 404
    assert client.get(petition.get_absolute_url()).status_code == 200


def test_another_refusal_keeps_its_address() -> None:
    review = make_review(make_user())
    old = review.petition.slug
    refuse_review(
        review=review, reason=make_reason(), explanation=EXPLANATION, by=make_moderator(), at=NOW
    )
    assert Petition.objects.get().slug == old
