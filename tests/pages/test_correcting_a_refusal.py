"""A refused proposal comes back: what its author reads before, and its second reviewer then."""

import pytest
from django.test import Client

from petitions.models import Petition, Review
from petitions.services import refuse_review, resubmit
from tests.factories.accounts import log_in, make_moderator, make_user
from tests.factories.petitions import NOW
from tests.factories.proposals import EXPLANATION, TYPED, make_reason, make_review, make_wording

pytestmark = pytest.mark.django_db


def refused() -> Petition:
    refuse_review(
        review=make_review(make_user()),
        reason=make_reason(),
        explanation=EXPLANATION,
        by=make_moderator(),
        at=NOW,
    )
    return Petition.objects.get()


def test_its_author_reads_why_where_it_is_corrected_and_that_it_is_once(client: Client) -> None:
    petition = refused()
    assert petition.author is not None
    log_in(client, petition.author, second_factor=False)
    own = f"/petitions/participer/propositions/{petition.pk}/"
    assert "une seule fois" in client.get(own).text
    assert EXPLANATION in client.get(f"{own}modifier/").text
    assert EXPLANATION in client.post(f"{own}modifier/", {"step": "similar"}).text


def test_the_second_reviewer_reads_what_was_refused(client: Client) -> None:
    petition = refused()
    wording = make_wording(title="Tout autre chose", text="Une autre demande, sans rapport.")
    resubmit(petition=petition, wording=wording, at=NOW)
    log_in(client, make_moderator())
    html = client.get(Review.objects.undecided().get().get_absolute_url()).text
    for words in ["Texte refusé le", TYPED["title"], TYPED["text"], "allaient à ce texte"]:
        assert words in html
