"""The page of what somebody proposed follows the text that people sign."""

import pytest
from django.test import Client
from django.utils import timezone

from pages.services import accept_submission
from petitions.models import Petition
from petitions.services import amend_petition
from tests.factories.accounts import make_moderator
from tests.factories.pages import make_proposals
from tests.factories.proposals import make_review

pytestmark = pytest.mark.django_db


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
    assert "<h1>Un titre nouveau</h1>" in html
    assert 'property="og:title" content="Un titre nouveau"' in html
    assert 'property="og:description" content="Une demande toute nouvelle."' in html
    assert page.title not in html
    assert page.demand not in html
    assert "Un titre nouveau" in client.get("/propositions/").text
