"""One letter in ten minutes, five in a week, whoever asks; and the code in them is one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.mailboxes import LETTERS, LETTERS_PAUSE, LETTERS_PERIOD
from core.models import OutboxLetter
from petitions.models import Mailbox
from petitions.services import send_again
from tests.factories.petitions import NOW, ask, code_in_last_letter, confirm, make_petition, sign

pytestmark = pytest.mark.django_db


def letters() -> int:
    return OutboxLetter.objects.count()


def test_a_second_wish_within_ten_minutes_sends_no_letter() -> None:
    petition = make_petition()
    ask(petition)
    ask(petition, at=NOW + LETTERS_PAUSE - timedelta(seconds=1))
    assert letters() == 1


def test_a_wish_ten_minutes_later_sends_another() -> None:
    petition = make_petition()
    ask(petition)
    ask(petition, at=NOW + LETTERS_PAUSE)
    assert letters() == 2


def test_five_letters_in_a_week_are_the_most() -> None:
    petition = make_petition()
    for hour in range(LETTERS + 2):
        ask(petition, at=NOW + timedelta(hours=hour))
    assert letters() == LETTERS


def test_a_week_after_the_last_letter_the_limit_is_over() -> None:
    petition = make_petition()
    for hour in range(LETTERS):
        ask(petition, at=NOW + timedelta(hours=hour))
    ask(petition, at=NOW + timedelta(hours=LETTERS - 1) + LETTERS_PERIOD)
    assert letters() == LETTERS + 1
    assert Mailbox.objects.get().letters == 1


def test_sending_again_has_the_same_limit_as_asking() -> None:
    wish = ask(make_petition())
    send_again(reference=wish.reference, at=NOW + timedelta(minutes=9))
    assert letters() == 1
    send_again(reference=wish.reference, at=NOW + timedelta(minutes=10))
    assert letters() == 2


def test_sending_again_costs_the_same_whether_or_not_a_letter_goes(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """Otherwise a clock tells a stranger that this address signed, or refuses our letters."""
    wish = ask(make_petition())
    work = []
    for minutes, is_refused in ((10, False), (15, False), (30, True)):
        Mailbox.objects.update(is_refused=is_refused)
        at = NOW + timedelta(minutes=minutes)
        with (
            django_capture_on_commit_callbacks() as woken,
            CaptureQueriesContext(connection) as seen,
        ):
            send_again(reference=wish.reference, at=at)
        words = [str(query["sql"]).split(None, 1)[0] for query in seen.captured_queries]
        work.append((len(woken), [word for word in words if word not in {"RELEASE", "ROLLBACK"}]))
    assert letters() == 2
    assert work[0] == work[1] == work[2]


def test_sending_again_after_confirmation_sends_nothing() -> None:
    wish = sign(make_petition())
    send_again(reference=wish.reference, at=NOW + timedelta(hours=1))
    assert letters() == 1


def test_wishes_of_one_address_share_its_mailbox() -> None:
    petition = make_petition()
    minutes = [0, 5, 20]
    wishes = [ask(petition, at=NOW + timedelta(minutes=minute)) for minute in minutes]
    mailbox = Mailbox.objects.get()
    assert {wish.mailbox_id for wish in wishes} == {mailbox.pk}
    assert mailbox.requests.count() == 3


def test_two_petitions_write_to_one_address_apart() -> None:
    ask(make_petition())
    ask(make_petition())
    assert letters() == 2


def test_aliases_of_one_mailbox_share_its_limit() -> None:
    petition = make_petition()
    ask(petition, address="ada@gmail.com")
    ask(petition, address="a.d.a+2@gmail.com")
    assert letters() == 1


def test_the_code_of_an_earlier_letter_opens_a_later_wish() -> None:
    petition = make_petition()
    ask(petition)
    corrected = ask(petition, name="Ada King")
    confirm(corrected, code=code_in_last_letter())
    assert petition.signatures.count() == 1


def test_two_mailboxes_have_different_codes() -> None:
    petition = make_petition()
    codes = {ask(petition, address=f"ada{number}@example.org").code for number in range(8)}
    assert len(codes) > 1
