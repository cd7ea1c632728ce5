"""By night, what a petition kept of its signers is destroyed once it is settled."""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from pytest_django import Settings

from core import keys
from core.errors import Unreadable
from petitions.models import Event, Petition
from petitions.services import settle_petitions
from tests.factories.accounts import make_user
from tests.factories.petitions import NOW, make_closed_petition, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db
SETTLED = NOW + timedelta(days=93)


def test_a_petition_settles_by_itself_and_its_timeline_says_so() -> None:
    petition = make_closed_petition()
    assert settle_petitions(at=SETTLED) == 1
    with pytest.raises(Unreadable):
        keys.petition_key(petition.pk)
    assert not petition.signatures.exists()
    assert petition.events.filter(kind=Event.Kind.KEY_DESTROYED, at=SETTLED).exists()


def test_settling_twice_is_settling_once() -> None:
    petition = make_closed_petition()
    settle_petitions(at=SETTLED)
    assert settle_petitions(at=SETTLED + timedelta(days=1)) == 0
    assert petition.events.filter(kind=Event.Kind.KEY_DESTROYED).count() == 1


def test_the_setting_says_when_a_petition_settles(settings: Settings) -> None:
    settings.SETTLED_AFTER_DAYS = 10
    make_closed_petition()
    assert settle_petitions(at=NOW + timedelta(days=9)) == 0
    assert settle_petitions(at=NOW + timedelta(days=10)) == 1


def test_a_key_that_was_destroyed_before_is_written_down_and_asked_for_no_more() -> None:
    petition = make_closed_petition()
    settle_petitions(at=SETTLED)
    Event.objects.filter(kind=Event.Kind.KEY_DESTROYED).delete()
    assert [settle_petitions(at=SETTLED), settle_petitions(at=SETTLED)] == [1, 0]
    assert petition.events.filter(kind=Event.Kind.KEY_DESTROYED).count() == 1


def test_a_settled_petition_forgets_its_author() -> None:
    author = make_user()
    petition = make_closed_petition()
    Petition.objects.filter(pk=petition.pk).update(author=author)
    settle_petitions(at=SETTLED)
    assert not Petition.objects.by(author.pk).exists()


def test_older_petitions_get_the_steps_that_nobody_wrote_down_then() -> None:
    opened, closed, draft = make_petition(), make_closed_petition(), make_draft_petition()
    Event.objects.all().delete()
    migration = import_module("petitions.migrations.0009_older_timelines")
    for _ in range(2):
        migration.write_older_steps(apps, None)
    assert steps_of(opened) == [("opened", opened.opens_at, 1)]
    assert steps_of(closed) == [("opened", closed.opens_at, 1), ("closed", NOW, None)]
    assert steps_of(draft) == []


def steps_of(petition: Petition) -> list[tuple[str, datetime, int | None]]:
    return list(petition.events.order_by("at").values_list("kind", "at", "version"))


def test_an_open_petition_does_not_settle() -> None:
    make_petition()
    assert settle_petitions(at=SETTLED) == 0


def test_an_answered_or_archived_petition_settles_too() -> None:
    for status in (Petition.Status.ANSWERED, Petition.Status.ARCHIVED):
        petition = make_closed_petition()
        Petition.objects.filter(pk=petition.pk).update(status=status)
    assert settle_petitions(at=SETTLED) == 2


def test_a_key_destroyed_by_hand_is_not_announced_again() -> None:
    petition = make_closed_petition()
    Petition.objects.filter(pk=petition.pk).update(closes_at=NOW - timedelta(days=1))
    Petition.objects.filter(pk=petition.pk).update(opens_at=NOW - timedelta(days=400))
    Petition.objects.filter(pk=petition.pk).update(closes_at=NOW - timedelta(days=300))
    call_command("destroy_petition_key", petition.slug)
    assert settle_petitions(at=SETTLED) == 0
