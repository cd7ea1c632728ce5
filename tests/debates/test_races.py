"""Two clicks, two windows, two people at the same instant."""

from uuid import uuid4

import pytest

from debates.errors import RevisedMeanwhile
from debates.models import Contribution, Revision
from debates.services import revise
from moderation.errors import AlreadyDecided
from moderation.models import Case, Decision, Item
from moderation.services import decide
from tests.at_once import all_at_once
from tests.factories.accounts import make_moderator
from tests.factories.debates import (
    NOW,
    make_author,
    make_contribution,
    make_debate,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_clicks_are_one_contribution() -> None:
    author, debate, token = make_author(), make_debate(), uuid4()
    sent = all_at_once([lambda: make_contribution(author, debate=debate, token=token)] * 8)
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

    assert sorted(all_at_once([correct, correct])) == [False, True]
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

        all_at_once([correct, publish])
        assert Item.objects.get(pk=contribution.item_id).state == Item.State.WAITING
