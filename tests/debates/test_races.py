"""Two clicks, two windows, two people at the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from debates.errors import RevisedMeanwhile
from debates.models import Contribution, Revision
from debates.services import revise
from moderation.errors import AlreadyDecided
from moderation.models import Case, Decision, Item
from moderation.services import decide
from tests.factories.accounts import make_moderator
from tests.factories.debates import (
    NOW,
    make_author,
    make_contribution,
    make_debate,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once[T](*acts: Callable[[], T]) -> list[T]:
    """Run `acts` at the same instant, each in its thread; return what each returned."""
    start = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_eight_clicks_are_one_contribution() -> None:
    author, debate, token = make_author(), make_debate(), uuid4()
    sent = at_once(*[lambda: make_contribution(author, debate=debate, token=token)] * 8)
    assert len({contribution.pk for contribution in sent}) == 1
    assert (Contribution.objects.count(), Item.objects.count()) == (1, 1)
    assert Case.objects.count() == 1


def test_of_two_corrections_at_once_one_is_kept() -> None:
    contribution = make_contribution(make_author(trusted=True))

    def correct() -> bool:
        mine = Contribution.objects.with_text().select_related("debate").get(pk=contribution.pk)
        try:
            revise(contribution=mine, body="Mieux dit.", number=1, at=NOW)
        except RevisedMeanwhile:
            return False
        return True

    assert sorted(at_once(correct, correct)) == [False, True]
    assert Revision.objects.filter(contribution=contribution).count() == 2


def test_no_unread_text_is_published_when_author_and_moderator_act_at_once() -> None:
    moderator = make_moderator()
    for _ in range(10):
        contribution = make_contribution(make_author())
        case = Case.objects.get(item=contribution.item)

        def correct(mine: Contribution = contribution) -> None:
            fresh = Contribution.objects.with_text().select_related("debate").get(pk=mine.pk)
            revise(contribution=fresh, body="Tout autre chose.", number=1, at=NOW)

        def publish(case: Case = case) -> None:
            try:
                decide(
                    case=case,
                    outcome=Decision.Outcome.PUBLISHED,
                    article=None,
                    reason="",
                    by=moderator,
                    at=NOW,
                )
            except AlreadyDecided:
                return

        at_once(correct, publish)
        assert Item.objects.get(pk=contribution.item_id).state == Item.State.WAITING
