"""Who waits, who does not, and what an author may change."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from moderation.errors import AlreadyDecided
from moderation.models import Case, Item
from moderation.services import remove_by_author, reopen, resubmit
from tests.factories.accounts import make_moderator, make_user
from tests.factories.moderation import NOW, make_case, make_item, make_trusted_user, publish, refuse

pytestmark = pytest.mark.django_db


def test_the_first_two_texts_of_a_person_wait_with_a_case_each() -> None:
    user = make_user()
    for _n in range(3):
        make_item(user)
    assert [item.state for item in Item.objects.all()] == ["waiting"] * 3
    assert Case.objects.undecided().count() == 3


def test_a_person_with_two_published_texts_is_published_at_once() -> None:
    item = make_item(make_trusted_user())
    assert (item.state, item.published_at) == ("published", NOW)
    assert not item.cases.exists()


def test_refused_texts_do_not_make_a_person_trusted() -> None:
    user = make_user()
    for _n in range(2):
        refuse(make_case(user))
    assert make_item(user).state == "waiting"


def test_a_text_changed_while_it_is_read_is_not_decided_on_its_old_words() -> None:
    case = make_case()
    resubmit(item=case.item, at=NOW)
    with pytest.raises(AlreadyDecided):
        publish(case)
    case.refresh_from_db()
    publish(case)


def test_a_refused_text_that_was_corrected_waits_again() -> None:
    case = make_case(make_user())
    refuse(case)
    item = Item.objects.get(pk=case.item_id)
    resubmit(item=item, at=NOW)
    assert (item.state, item.decision) == ("waiting", None)
    assert item.cases.undecided().count() == 1


def test_a_new_person_cannot_swap_a_published_text_for_another() -> None:
    case = make_case(make_user())
    publish(case)
    item = Item.objects.get(pk=case.item_id)
    resubmit(item=item, at=NOW)
    assert item.state == "waiting"


def test_a_trusted_person_corrects_without_waiting() -> None:
    item = make_item(make_trusted_user())
    resubmit(item=item, at=NOW)
    assert item.state == "published"
    assert not item.cases.exists()


def test_a_text_taken_back_leaves_nothing_to_decide() -> None:
    case = make_case()
    for _n in range(2):
        remove_by_author(item=case.item, at=NOW)
    assert (case.item.state, case.item.removed_at) == ("removed", NOW)
    with pytest.raises(AlreadyDecided):
        publish(case)


def test_a_text_taken_back_stays_away_whatever_was_decided_before() -> None:
    decision = refuse(make_case())
    assert decision.item
    remove_by_author(item=decision.item, at=NOW + timedelta(hours=1))
    with pytest.raises(AlreadyDecided):
        reopen(decision=decision, by=make_moderator(), at=NOW)


@pytest.mark.parametrize("state", ["refused", "published", "removed", "hidden"])
def test_the_table_refuses_a_state_that_nothing_explains(state: str) -> None:
    item = make_item()
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(state=state)


def test_the_table_refuses_two_open_cases_about_one_text() -> None:
    case = make_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(item=case.item, opened_at=NOW)
