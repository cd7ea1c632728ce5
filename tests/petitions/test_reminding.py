"""One reminder, on the second day, to who has not confirmed; it says that it is the last."""

from datetime import timedelta
from functools import partial

import pytest

from core.mailboxes import LETTERS
from core.models import OutboxLetter
from petitions import periodic
from petitions.models import SignatureRequest
from petitions.services import close_petition, confirm_by_link, remind_unconfirmed
from tests.factories.core import last_letter
from tests.factories.petitions import (
    NOW,
    ask,
    choice,
    code_in_last_letter,
    confirm,
    link_token_in_last_letter,
    make_petition,
    sign,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOW + 2 * DAY


def test_who_has_not_confirmed_is_reminded_on_the_second_day() -> None:
    wish = ask(make_petition())
    assert remind_unconfirmed(at=NOW + DAY) == 0
    assert remind_unconfirmed(at=LATER) == 1
    letter = last_letter()
    assert letter.to == "ada@example.org"
    assert "notre seul rappel" in letter.text
    assert "notre seul rappel" in letter.html
    assert "jusqu’au lundi\u00a030\u00a0novembre" in letter.text
    assert code_in_last_letter() == wish.code


def test_nobody_is_reminded_twice() -> None:
    ask(make_petition())
    assert [remind_unconfirmed(at=LATER + hour * DAY / 24) for hour in range(96)].count(1) == 1


def test_the_letter_of_the_reminder_confirms() -> None:
    petition = make_petition()
    wish = ask(petition)
    remind_unconfirmed(at=LATER)
    by_link = partial(confirm_by_link, token=link_token_in_last_letter(), wish=wish.pk)
    by_link(proof="47200", choice=choice(), at=LATER, is_sure=True)
    assert petition.signatures.count() == 1


def test_the_reminder_says_nothing_of_what_is_signed() -> None:
    petition = make_petition()
    wish = ask(petition)
    remind_unconfirmed(at=LATER)
    letter = last_letter()
    assert petition.title not in letter.subject + letter.text + letter.html
    assert "47200" not in letter.text + letter.html
    assert wish.reference not in letter.text + letter.html


def test_who_confirmed_is_left_alone() -> None:
    petition = make_petition()
    ask(petition)
    sign(petition)
    assert remind_unconfirmed(at=LATER) == 0


def test_who_asked_again_since_is_reminded_of_the_last_wish_alone() -> None:
    petition = make_petition()
    ask(petition)
    newest = ask(petition, at=NOW + DAY)
    assert remind_unconfirmed(at=LATER) == 0
    assert remind_unconfirmed(at=LATER + DAY) == 1
    assert list(SignatureRequest.objects.filter(is_reminded=True)) == [newest]


def test_a_wish_made_after_the_reminder_gets_none_of_its_own() -> None:
    petition = make_petition()
    ask(petition)
    remind_unconfirmed(at=LATER)
    ask(petition, at=LATER + DAY)
    assert remind_unconfirmed(at=LATER + 4 * DAY) == 0


def test_a_mailbox_that_had_its_five_letters_gets_no_reminder() -> None:
    petition = make_petition()
    for hour in range(LETTERS):
        ask(petition, at=NOW + timedelta(hours=hour))
    assert remind_unconfirmed(at=LATER) == 0
    assert OutboxLetter.objects.count() == LETTERS


def test_a_petition_that_closed_reminds_nobody() -> None:
    petition = make_petition()
    ask(petition)
    close_petition(petition=petition, at=NOW + DAY)
    assert remind_unconfirmed(at=LATER) == 0


def test_a_wish_that_can_no_longer_be_confirmed_reminds_nobody() -> None:
    ask(make_petition())
    SignatureRequest.objects.update(link_attempts=5)
    assert remind_unconfirmed(at=LATER) == 0
    SignatureRequest.objects.update(link_attempts=4, attempts=5)
    assert remind_unconfirmed(at=NOW + 8 * DAY) == 0


def test_one_reminder_after_a_long_outage_of_the_clock() -> None:
    ask(make_petition())
    assert remind_unconfirmed(at=NOW + 5 * DAY) == 1


def test_more_than_a_batch_is_reminded_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("petitions.services.reminding.BATCH", 2)
    petition = make_petition()
    for number in range(5):
        ask(petition, address=f"ada{number}@example.org")
    assert remind_unconfirmed(at=LATER) == 5


def test_a_reminder_is_still_good_for_confirming_in_the_browser() -> None:
    wish = ask(make_petition())
    remind_unconfirmed(at=LATER)
    assert confirm(wish, code=code_in_last_letter(), at=LATER).is_new


def test_the_clock_asks_for_reminders() -> None:
    assert periodic.remind_unconfirmed() == 0
