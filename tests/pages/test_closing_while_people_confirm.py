"""A petition is closed, or edited, at the desk while people confirm: nobody waits for ever."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from celery import current_app
from django.db import connection, transaction

from pages.viewsets.petitions import PetitionViewSet
from petitions.models import Petition
from petitions.services import close_ended_petitions
from petitions.services.lifecycle import wait_for_confirmations
from tests.factories.accounts import make_user
from tests.factories.petitions import NOW, ask, confirm, make_petition, sign
from tests.petitions.leaving import all_at_once
from tests.petitions.test_order_of_locks import wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = ("title", "slug", "text", "details", "addressees", "opens_at", "closes_at")


@pytest.fixture(autouse=True)
def _worker_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave letters in the outbox: here no worker runs inside the request."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)


@pytest.fixture
def apart() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as threads:
        yield threads


def change(petition: Petition, *, step: str) -> Petition:
    """Do what a post of the editor's form does, unless it takes longer than anybody waits."""
    typed: dict[str, Any] = {name: getattr(petition, name) for name in TYPED}
    typed |= {"proposal_path": "/propositions/", "step": step, "note": ""}
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
    return PetitionViewSet().change(petition, typed=typed, by=make_user())


def test_closing_at_the_desk_and_confirming_at_once_never_deadlock() -> None:
    petition = make_petition()
    wishes = [ask(petition, address=f"ada{number}@example.org") for number in range(12)]
    acts: list[Any] = [partial(confirm, wish) for wish in wishes]
    said = all_at_once([*acts[:6], partial(change, petition, step="close"), *acts[6:]])
    assert said[6].status == Petition.Status.CLOSED


def test_who_closes_at_the_desk_holds_no_petition_while_others_confirm(
    apart: ThreadPoolExecutor,
) -> None:
    petition = make_petition()
    with transaction.atomic():
        wait_for_confirmations()
        closing = apart.submit(all_at_once, [partial(change, petition, step="close")])
        wait_until_blocked()
        Petition.objects.select_for_update(nowait=True).get()
        # The clock, which takes both too, goes the same way.
        assert close_ended_petitions(at=petition.closes_at) == 1
    assert closing.result()


def test_who_edits_a_petition_does_not_wait_for_a_signature_under_way(
    apart: ThreadPoolExecutor,
) -> None:
    petition = make_petition()
    with transaction.atomic():
        sign(petition, at=NOW)
        connection.check_constraints()  # as its commit does, which holds the petition's key
        edited = apart.submit(all_at_once, [partial(change, petition, step="save")])
        assert edited.result()[0].proposal_path == "/propositions/"
