"""Where the address sent to supporters leads once the proposal looks for none any more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.moments import day_fr
from petitions.models import Petition
from petitions.services import end_collections, refuse_review, resubmit, withdraw_proposal
from petitions.services.supporting import COLLECTING_FOR
from tests.factories.accounts import log_in, make_moderator, make_user
from tests.factories.petitions import NOW, make_petition
from tests.factories.proposals import (
    EXPLANATION,
    TITLE,
    make_collecting,
    make_reason,
    make_review,
    make_wording,
)

pytestmark = pytest.mark.django_db


def address(petition: Petition) -> str:
    return f"/petitions/{petition.slug}/participer/soutenir/"


def refused(**reason: Any) -> Petition:
    refuse_review(
        review=make_review(),
        reason=make_reason(**reason),
        explanation=EXPLANATION,
        by=make_moderator(),
        at=NOW,
    )
    return Petition.objects.get()


def refused_then_withdrawn() -> Petition:
    petition = refused()
    resubmit(petition=petition, wording=make_wording(), at=NOW)
    withdraw_proposal(petition=petition, at=NOW)
    return petition


@pytest.mark.parametrize("make", [refused, refused_then_withdrawn, make_petition])
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_leads_anybody_to_the_public_page(
    client: Client, method: str, make: Callable[[], Petition]
) -> None:
    petition = make()
    answer = getattr(client, method)(address(petition))
    assert (answer.status_code, answer["Location"]) == (302, petition.get_absolute_url())
    assert "no-store" in answer["Cache-Control"]


def test_it_says_that_a_proposal_was_withdrawn_and_nothing_of_it(client: Client) -> None:
    mine, late = make_collecting(), make_collecting()
    withdraw_proposal(petition=mine, at=NOW)
    end_collections(at=NOW + COLLECTING_FOR)
    for petition, why in [(mine, "qui l’a écrite l’a retirée"), (late, "ses soutiens à temps")]:
        answer = client.get(address(petition))
        assert answer.status_code == 410
        assert why in answer.text
        assert TITLE not in answer.text


def test_the_old_address_of_a_hidden_refusal_says_nothing(client: Client) -> None:
    review = make_review()
    old = address(review.petition)
    refuse_review(
        review=review,
        reason=make_reason(hides=True),
        explanation=EXPLANATION,
        by=make_moderator(),
        at=NOW,
    )
    log_in(client, make_user(), second_factor=False)
    assert client.get(old).status_code == 404
    assert TITLE not in client.get(address(Petition.objects.get()), follow=True).text


def test_taking_a_support_back_is_said(client: Client) -> None:
    petition = make_collecting()
    log_in(client, make_user(), second_factor=False)
    client.post(address(petition))
    said = client.post(address(petition), {"step": "back"}, follow=True).text
    assert "Votre soutien est retiré." in said


def test_what_looks_for_supporters_says_how_many_and_until_when(client: Client) -> None:
    petition = make_collecting(supporters=2)
    log_in(client, make_user(), second_factor=False)
    html = client.get(address(petition)).text
    assert "2 personnes sur 5 la soutiennent." in html
    assert day_fr(NOW + COLLECTING_FOR) in html
    assert 'href="/petitions/">' in html
