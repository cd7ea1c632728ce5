"""Whoever changes a wish to sign holds its mailbox first: no two of them wait for each other."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from celery import current_app
from django.db import connection, transaction

from petitions.models import Mailbox, OwnList, OwnMailbox, SignatureRequest
from petitions.services import (
    ask_for_list,
    confirm_by_code,
    confirm_by_link,
    open_list,
    prove_by_link,
    purge_expired_requests,
    refuse_by_link,
    remind_unconfirmed,
)
from tests.factories.petitions import NOW, ask, choice, confirm, make_petition
from tests.petitions.leaving import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
type Act = Callable[[SignatureRequest], Any]
LATER = NOW + timedelta(days=2)
WAITS_FOR_US = """
    SELECT EXISTS (SELECT FROM pg_locks
    WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


@pytest.fixture(autouse=True)
def _worker_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave letters in the outbox: here no worker runs inside the request."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)


def by_code(wish: SignatureRequest) -> Any:
    return confirm_by_code(reference=wish.reference, code=wish.code, choice=choice(), at=NOW)


def by_wrong_postcode(wish: SignatureRequest) -> Any:
    return prove_by_link(token=wish.link_token, proof="13001", at=NOW)


def refuse(wish: SignatureRequest) -> Any:
    return refuse_by_link(token=wish.link_token, proof=wish.code, at=NOW)


def remind(_wish: SignatureRequest) -> int:
    return remind_unconfirmed(at=LATER)


def purge(_wish: SignatureRequest | None) -> int:
    return purge_expired_requests(at=NOW + timedelta(days=9))


@pytest.mark.parametrize("act", [by_code, by_wrong_postcode, refuse, remind, purge])
def test_who_waits_for_a_mailbox_holds_none_of_its_wishes(act: Act) -> None:
    wish = ask(make_petition())
    with ThreadPoolExecutor() as apart, transaction.atomic():
        Mailbox.objects.select_for_update(no_key=True).get()
        apart.submit(all_at_once, [partial(act, wish)])
        wait_until_blocked()
        list(SignatureRequest.objects.select_for_update(nowait=True))


def test_the_purge_leaves_what_somebody_has_held_since_before_midnight() -> None:
    ask(make_petition())
    with ThreadPoolExecutor() as apart, transaction.atomic():
        list(SignatureRequest.objects.select_for_update())
        [purged] = apart.submit(all_at_once, [partial(purge, None)]).result(timeout=30)
        assert purged == 0
    assert purge(SignatureRequest.objects.get()) == 1


def test_who_waits_for_the_mailbox_of_own_lists_holds_no_list() -> None:
    own_list = ask_for_list(address="ada@example.org", at=NOW)
    with ThreadPoolExecutor() as apart, transaction.atomic():
        OwnMailbox.objects.select_for_update(no_key=True).get()
        open_it = partial(open_list, reference=own_list.reference, code="000000", at=NOW)
        apart.submit(all_at_once, [open_it])
        wait_until_blocked()
        list(OwnList.objects.select_for_update(nowait=True))


@pytest.mark.parametrize("at", [NOW, LATER])
def test_an_owner_of_two_wishes_confirms_one_by_link_and_by_code_at_once(at: datetime) -> None:
    for _ in range(5):
        petition = make_petition()
        first, meant = ask(petition), ask(petition, postcode="29280")
        shown = partial(confirm_by_link, token=first.link_token, wish=meant.pk)
        by_link = partial(shown, choice=choice(), is_sure=True)
        acts: list[Callable[[], Any]] = [
            partial(by_link, proof="29280", at=at),
            partial(confirm, meant, at=at),
            partial(remind_unconfirmed, at=at),
        ]
        all_at_once(acts)
        assert petition.signatures.count() == 1


def wait_until_blocked() -> None:
    limit = time.monotonic() + 30
    while not _is_somebody_blocked():
        assert time.monotonic() < limit, "nobody was blocked"
        time.sleep(0.01)


def _is_somebody_blocked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_US)
        return bool(cursor.fetchone()[0])
