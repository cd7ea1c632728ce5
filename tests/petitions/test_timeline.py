"""What happened to a petition, in the order in which it was written down."""

import pytest
from django.utils import timezone

from petitions.models import Event
from petitions.timeline import timeline_of
from tests.factories.outcome import send
from tests.factories.petitions import NOW, make_petition

pytestmark = pytest.mark.django_db


def test_what_has_a_day_and_no_hour_comes_after_what_was_written_before_it() -> None:
    petition = make_petition(opens_at=NOW)
    petition.events.all().delete()
    petition.events.create(kind=Event.Kind.OPENED, at=NOW)
    send(petition, sent_on=timezone.localdate(NOW))
    told = [event.kind for event in timeline_of(petition, at=NOW)]
    assert told == [Event.Kind.SENT, Event.Kind.OPENED]
