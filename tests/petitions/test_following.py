"""News of a petition: only for who ticked the box, and only once the address is confirmed."""

from datetime import timedelta

import pytest

from follows.models import Follow, WaitingFollow
from follows.services import begin_waiting
from tests.factories.petitions import NOW, ask, make_petition, sign

pytestmark = pytest.mark.django_db
NIGHT = NOW + timedelta(hours=15)


def test_who_asked_for_news_gets_them_once_confirmed() -> None:
    petition = make_petition()
    ask(petition, wants_news=True)
    assert not WaitingFollow.objects.exists()
    sign(petition, wants_news=True)
    assert not Follow.objects.exists()
    begin_waiting(at=NIGHT)
    assert Follow.objects.get().subject == f"petition:{petition.pk}"


def test_who_did_not_ask_gets_none() -> None:
    sign(make_petition())
    assert not WaitingFollow.objects.exists()


def test_who_signed_before_may_still_ask_for_news() -> None:
    petition = make_petition()
    sign(petition)
    sign(petition, wants_news=True)
    begin_waiting(at=NIGHT)
    assert Follow.objects.count() == 1
    assert petition.signatures.count() == 1
