"""The page of what somebody proposed follows the text that people sign."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.services import delete_account
from core.templatetags.text_tags import date_fr
from pages.services import accept_submission
from petitions.models import Petition
from petitions.services import amend_petition, archive_petition, close_petition
from tests.factories.accounts import make_moderator, make_user
from tests.factories.committees import make_committee
from tests.factories.pages import make_proposal, make_proposals
from tests.factories.petitions import make_petition
from tests.factories.proposals import make_review

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("has_committee", "told"), [(False, True), (True, False)])
def test_a_page_says_that_one_person_proposed_it_even_once_they_left(
    client: Client, has_committee: bool, told: bool
) -> None:
    make_proposals()
    author, now = make_user(), timezone.now()
    review = make_review(author, committee=make_committee() if has_committee else None)
    page = accept_submission(review=review, by=make_moderator(), at=now)
    delete_account(user=author, keep_contributions=True, at=now)
    said = "Proposée par une personne inscrite sur ce site." in client.get(page.url).text
    assert said is told


def test_what_editors_open_says_no_such_thing(client: Client) -> None:
    page = make_proposal(petition=make_petition())
    assert "personne inscrite sur ce site" not in client.get(page.url).text


def test_a_page_says_that_its_petition_is_archived(client: Client) -> None:
    make_proposals()
    now = timezone.now()
    page = accept_submission(review=make_review(), by=make_moderator(), at=now)
    close_petition(petition=Petition.objects.get(), at=now + timedelta(minutes=1))
    assert "/suivre/" in client.get(page.url).text
    archive_petition(petition=Petition.objects.get(), at=now + timedelta(minutes=2))
    said = client.get(page.url).text
    assert ", puis archivée.</p>" in said
    assert "/suivre/" not in said


def test_a_page_shows_what_is_signed_once_it_was_amended(client: Client) -> None:
    make_proposals()
    now = timezone.now()
    page = accept_submission(review=make_review(), by=make_moderator(), at=now)
    amend_petition(
        petition=Petition.objects.get(),
        title="Un titre nouveau",
        text="Une demande toute nouvelle.",
        details="",
        addressees=["Ministère de la Santé"],
        note="On corrige la demande.",
        at=now,
    )
    html = client.get(page.url).text
    signing = client.get(f"/petitions/{Petition.objects.get().slug}/signer/").text
    for shown in [html, signing]:
        assert "ce qui a changé" in shown
        assert "On corrige la demande." in shown
    assert "<h1>Un titre nouveau</h1>" in html
    assert 'property="og:title" content="Un titre nouveau"' in html
    assert 'property="og:description" content="Une demande toute nouvelle."' in html
    assert page.title not in html
    assert page.demand not in html
    assert "Un titre nouveau" in client.get("/propositions/").text


def test_a_page_says_since_when_its_petition_is_closed(client: Client) -> None:
    make_proposals()
    now = timezone.now()
    page = accept_submission(review=make_review(), by=make_moderator(), at=now)
    close_petition(petition=Petition.objects.get(), at=now + timedelta(minutes=1))
    day = date_fr(Petition.objects.get().closes_at)
    assert f"<p>Close le {day}.</p>" in client.get(page.url).text


def test_a_page_of_a_petition_alone_says_its_text_once(client: Client) -> None:
    make_proposals()
    page = accept_submission(review=make_review(), by=make_moderator(), at=timezone.now())
    _, main = client.get(page.url).text.split("<main")
    assert main.count(Petition.objects.get().text) == 1
