"""An address asks, or confirms, while the clock forgets: nobody is answered by a fault."""

from datetime import timedelta
from functools import partial

import pytest
from celery import current_app

from core.mailboxes import LETTERS_PERIOD
from core.models import OutboxLetter
from follows.models import Follow, FollowMailbox, FollowRequest
from follows.services import begin_waiting, confirm, purge_requests
from petitions.models import OwnList, OwnMailbox
from petitions.services import ask_for_list, purge_lists
from tests.at_once import all_at_once
from tests.factories.asking import ADA, ask_to_follow, code_for, link_for
from tests.factories.follows import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)
OVER = MONDAY + LETTERS_PERIOD + timedelta(days=1)


@pytest.fixture(autouse=True)
def _worker_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave letters in the outbox: here no worker runs inside the request."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)


def test_asking_to_follow_while_its_mailbox_is_forgotten() -> None:
    for _ in range(15):
        ask_to_follow()
        ask = partial(ask_to_follow, at=OVER)
        all_at_once([ask, partial(purge_requests, at=OVER)] * 3)
        assert FollowMailbox.objects.count() == 1
        assert FollowRequest.objects.filter(asked_on=OVER.date()).count() == 4
        FollowRequest.objects.all().delete()
        FollowMailbox.objects.all().delete()


def test_who_confirms_here_and_behind_the_letter_at_once_begins_once() -> None:
    for _ in range(8):
        browser, code, letter = ask_to_follow().reference, code_for(), link_for()
        acts = [partial(confirm, reference=one, code=code, at=MONDAY) for one in (browser, letter)]
        all_at_once(acts * 3)
        assert {one.is_confirmed for one in FollowRequest.objects.all()} == {True}
        begin_waiting(at=MONDAY)
        assert Follow.objects.count() == 1
        for table in (FollowRequest, FollowMailbox, OutboxLetter):
            table.objects.all().delete()


def test_asking_for_a_list_while_its_mailbox_is_forgotten() -> None:
    for _ in range(15):
        ask_for_list(address=ADA, at=MONDAY)
        ask = partial(ask_for_list, address=ADA, at=OVER)
        all_at_once([ask, partial(purge_lists, at=OVER)] * 3)
        assert OwnMailbox.objects.count() == 1
        assert OwnList.objects.filter(asked_at=OVER).count() == 4
        OwnList.objects.all().delete()
        OwnMailbox.objects.all().delete()
