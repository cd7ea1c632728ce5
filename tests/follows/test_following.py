"""Who follows is known to nobody who reads the table."""

from datetime import UTC, date, datetime

import pytest

from core import keys
from core.errors import Unreadable
from follows import services
from follows.models import Follow
from follows.services.following import KEY
from tests.factories.follows import MONDAY, make_follow

pytestmark = pytest.mark.django_db


def test_following_twice_is_following_once() -> None:
    first = make_follow()
    make_follow(at=datetime(2026, 3, 4, tzinfo=UTC))
    assert Follow.objects.get() == first


def test_the_row_holds_no_readable_address_and_no_hour() -> None:
    row = str(Follow.objects.filter(pk=make_follow().pk).values())
    assert "ada" not in row
    follow = Follow.objects.get()
    assert (follow.since, follow.told_until.hour) == (date(2026, 3, 2), 0)


def test_two_subjects_of_one_person_look_unrelated() -> None:
    make_follow()
    make_follow(subject="petition:8")
    tags = [bytes(tag) for tag in Follow.objects.values_list("tag", flat=True)]
    assert len(set(tags)) == 2


def test_an_address_moved_to_another_row_cannot_be_read() -> None:
    follow = make_follow()
    with pytest.raises(Unreadable):
        keys.unseal(follow.sealed_address, key=keys.named_key(KEY), bound_to=Follow().bound_to())


def test_stopping_forgets_the_address_and_twice_is_harmless() -> None:
    follow = make_follow(at=MONDAY)
    for _ in range(2):
        services.stop(token=follow.pk)
    assert not Follow.objects.exists()
