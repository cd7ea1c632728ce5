"""Follows that begin at night: in no order, on one day, once."""

import json
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection

from core import keys
from follows.models import Follow, WaitingFollow
from follows.services import begin_waiting, publish_news, send_digests, start_later
from follows.services.following import KEY
from tests.at_once import all_at_once
from tests.factories.core import last_letter
from tests.factories.follows import MONDAY, make_follow

SUBJECT = "petition:7"


def wait(number: int = 0) -> None:
    start_later(subject=SUBJECT, address=f"ada{number}@example.org")


def begun() -> list[str]:
    """Return the addresses of the follows in the order in which the table holds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM follows_follow ORDER BY ctid")
        keys_in_order = [row[0] for row in cursor.fetchall()]
    follows = Follow.objects.in_bulk(keys_in_order)
    return [_address(follows[key]) for key in keys_in_order]


def _address(follow: Follow) -> str:
    key = keys.named_key(KEY)
    return keys.unseal(follow.sealed_address, key=key, bound_to=follow.bound_to()).decode()


@pytest.mark.django_db
def test_a_wish_that_waits_says_nothing_readable() -> None:
    wait()
    row = WaitingFollow.objects.get()
    assert b"ada" not in bytes(row.sealed)
    assert SUBJECT.encode() not in bytes(row.sealed)
    assert row.pk.version == 4


@pytest.mark.django_db
def test_it_begins_once_on_the_day_of_the_night() -> None:
    wait()
    night = MONDAY + timedelta(days=1)
    assert [begin_waiting(at=night), begin_waiting(at=night)] == [1, 0]
    assert Follow.objects.get().since == date(2026, 3, 3)
    assert not WaitingFollow.objects.exists()


@pytest.mark.django_db
def test_the_order_of_follows_says_nothing_of_the_order_of_wishes() -> None:
    for number in range(40):
        wait(number)
    asked = [f"ada{number}@example.org" for number in range(40)]
    begin_waiting(at=MONDAY)
    found = begun()
    assert sorted(found) == sorted(asked)
    # By chance, 40 things come in one given order once in 10^47.
    assert found not in (asked, asked[::-1])
    assert {(row.since, row.told_until) for row in Follow.objects.all()} == {
        (MONDAY.date(), MONDAY.replace(hour=0) - timedelta(days=1))
    }


@pytest.mark.django_db
def test_who_follows_already_goes_on_as_before() -> None:
    follow = make_follow(address="ada0@example.org")
    wait()
    wait()
    begin_waiting(at=MONDAY + timedelta(days=3))
    assert Follow.objects.get() == follow
    assert Follow.objects.get().since == follow.since


@pytest.mark.django_db
def test_batches_take_all_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("follows.services.waiting.BATCH", 2)
    for number in range(5):
        wait(number)
    assert begin_waiting(at=MONDAY) == 5
    assert Follow.objects.count() == 5


@pytest.mark.django_db
def test_a_row_that_cannot_be_read_keeps_nobody_else_waiting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    moved = WaitingFollow()
    moved.sealed = keys.seal(
        json.dumps({"subject": SUBJECT, "address": "eve@example.org"}).encode(),
        key=keys.named_key(KEY),
        bound_to=WaitingFollow().bound_to(),
    )
    moved.save()
    wait()
    begin_waiting(at=MONDAY)
    assert begun() == ["ada0@example.org"]
    assert "eve" not in caplog.text


@pytest.mark.django_db
def test_news_of_the_day_of_signing_is_not_missed() -> None:
    wait()
    publish_news(subject=SUBJECT, title="Seuil atteint", body="Bravo.", path="/", at=MONDAY)
    begin_waiting(at=MONDAY + timedelta(hours=18))
    assert send_digests(at=MONDAY + timedelta(days=8)) == 1
    assert "Seuil atteint" in last_letter().text


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_begin_each_follow_once() -> None:
    for number in range(30):
        wait(number)
    all_at_once([partial(begin_waiting, at=MONDAY)] * 2)
    assert Follow.objects.count() == 30
    assert not WaitingFollow.objects.exists()
