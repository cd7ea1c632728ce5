"""News goes out weekly, each piece once, with a way out."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from follows import services
from follows.models import Follow
from tests.factories.core import last_letter, waiting_letters
from tests.factories.follows import MONDAY, make_follow, make_news

pytestmark = pytest.mark.django_db
NEXT_MONDAY = MONDAY + timedelta(days=7)


def test_news_of_the_week_comes_in_one_letter() -> None:
    make_follow()
    make_news(title="Une réponse du ministère")
    make_news(title="Un rendez-vous")
    assert services.send_digests(at=NEXT_MONDAY) == 1
    letter = last_letter()
    assert letter.to == "ada@example.org"
    assert "Une réponse du ministère" in letter.text
    assert "Un rendez-vous" in letter.html


def test_nothing_is_sent_before_the_week_is_over() -> None:
    make_follow()
    make_news()
    assert services.send_digests(at=NEXT_MONDAY - timedelta(days=1)) == 0


def test_who_chose_every_day_gets_it_the_next_day() -> None:
    make_follow(frequency=Follow.Frequency.DAILY)
    make_news()
    assert services.send_digests(at=MONDAY + timedelta(days=1)) == 1


def test_a_week_without_news_is_a_week_without_letter() -> None:
    make_follow()
    assert services.send_digests(at=NEXT_MONDAY) == 0


def test_a_piece_of_news_is_sent_once() -> None:
    make_follow()
    make_news()
    sent = [services.send_digests(at=NEXT_MONDAY + timedelta(days=n)) for n in (0, 0, 1, 7, 14)]
    assert sent == [1, 0, 0, 0, 0]


def test_news_published_while_digests_go_out_waits_for_the_next_one() -> None:
    make_follow()
    make_news(at=NEXT_MONDAY - timedelta(minutes=1))
    assert services.send_digests(at=NEXT_MONDAY) == 0
    assert services.send_digests(at=NEXT_MONDAY + timedelta(days=7)) == 1


def test_news_from_before_one_followed_is_not_sent() -> None:
    make_follow()
    make_news(at=MONDAY - timedelta(days=1))
    assert services.send_digests(at=NEXT_MONDAY) == 0


def test_only_news_of_the_subject_is_sent() -> None:
    make_follow()
    make_news(subject="petition:8")
    assert services.send_digests(at=NEXT_MONDAY) == 0


def test_each_letter_can_be_stopped_with_one_click() -> None:
    follow = make_follow()
    make_news()
    services.send_digests(at=NEXT_MONDAY)
    url = f"http://testserver/suivi/arreter/{follow.pk}/"
    assert last_letter().headers["List-Unsubscribe"] == f"<{url}>"
    assert last_letter().headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in last_letter().text


def test_work_is_done_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("follows.services.digests.BATCH", 2)
    for number in range(5):
        make_follow(address=f"ada{number}@example.org")
    make_news()
    assert services.send_digests(at=NEXT_MONDAY) == 5
    assert len({letter.to for letter in waiting_letters()}) == 5


def test_followers_share_their_questions(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        make_follow(address=f"ada{number}@example.org")
    make_news()
    with django_assert_max_num_queries(20 + 10):
        services.send_digests(at=NEXT_MONDAY)


def test_an_address_that_cannot_be_read_keeps_nobody_else_waiting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    damaged = make_follow()
    Follow.objects.filter(pk=damaged.pk).update(sealed_address=b"damaged")
    make_follow(address="eve@example.org")
    make_news()
    assert services.send_digests(at=NEXT_MONDAY) == 1
    assert last_letter().to == "eve@example.org"
    assert f"follow {damaged.pk} cannot be read" in caplog.text
    untold = Follow.objects.get(pk=damaged.pk)
    assert untold.told_until == damaged.told_until
    assert untold.next_digest_on > NEXT_MONDAY.date()
