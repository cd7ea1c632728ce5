"""Two moderators at once: one decides, the other is told."""

from collections.abc import Callable
from functools import partial

import pytest

from accounts.models import User
from moderation.errors import AlreadyDecided, ClaimedByAnother
from moderation.models import Case, Decision, Item
from moderation.services import claim, remove_by_author, reopen
from tests.at_once import outcomes
from tests.factories.accounts import make_moderator
from tests.factories.moderation import NOW, make_case, publish, refuse

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8
LOST = (AlreadyDecided, ClaimedByAnother)


def decider(case: Case, by: User, *, publishes: bool) -> Callable[[], object]:
    seen = Case.objects.get(pk=case.pk)
    act = publish if publishes else refuse
    return lambda: act(seen, by=by, at=NOW)


def test_of_many_who_decide_at_once_one_wins() -> None:
    case = make_case()
    refuse(make_case())  # the article exists before the race
    acts = [decider(case, make_moderator(), publishes=n % 2 == 0) for n in range(CROWD)]
    answers = outcomes(acts, refusals=LOST)
    assert sorted(answers) == ["AlreadyDecided"] * (CROWD - 1) + ["won"]
    assert Decision.objects.filter(item=case.item).count() == 1


def test_of_many_who_take_a_case_at_once_one_has_it() -> None:
    case = make_case()
    people = [make_moderator() for _n in range(CROWD)]
    acts = [partial(claim, case=Case.objects.get(pk=case.pk), by=by, at=NOW) for by in people]
    answers = outcomes(acts, refusals=LOST)
    assert sorted(answers) == ["ClaimedByAnother"] * (CROWD - 1) + ["won"]


def test_a_text_taken_back_while_its_case_opens_again_leaves_nothing_to_decide() -> None:
    decision = publish(make_case())
    by = make_moderator()
    mine = Item.objects.get(decisions=decision)
    seen = Decision.objects.select_related("item").get(pk=decision.pk)
    take_back = partial(remove_by_author, item=mine, at=NOW)
    outcomes([take_back, partial(reopen, decision=seen, by=by, at=NOW)], refusals=LOST)
    assert Item.objects.get(pk=mine.pk).state == Item.State.REMOVED
    assert not Case.objects.undecided().filter(item=mine).exists()
