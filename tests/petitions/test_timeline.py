"""What happened to a petition, in the order in which it was written down."""

import pytest
from django.test import Client
from django.utils import timezone

from petitions.models import Event
from petitions.timeline import timeline_of
from tests.factories.accounts import log_in, make_user
from tests.factories.outcome import send
from tests.factories.petitions import NOW, make_petition
from tests.factories.proposals import make_collecting

pytestmark = pytest.mark.django_db


def test_what_has_a_day_and_no_hour_comes_after_what_was_written_before_it() -> None:
    petition = make_petition(opens_at=NOW)
    petition.events.all().delete()
    petition.events.create(kind=Event.Kind.OPENED, at=NOW)
    send(petition, sent_on=timezone.localdate(NOW))
    told = [event.kind for event in timeline_of(petition, at=NOW)]
    assert told == [Event.Kind.SENT, Event.Kind.OPENED]


def test_the_search_for_supporters_is_told_as_past(client: Client) -> None:
    author = make_user()
    petition = make_collecting(author)
    log_in(client, author, second_factor=False)
    html = client.get(f"/petitions/participer/propositions/{petition.pk}/").text
    assert "A commencé à chercher des soutiens" in html
