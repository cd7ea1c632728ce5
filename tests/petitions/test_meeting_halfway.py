"""Two acts on one petition, the second in the middle of the first: both end, and they agree."""

from collections.abc import Callable
from functools import partial
from threading import Event as Flag
from threading import Thread

import pytest
from celery import current_app
from django.db import connection

from petitions import states
from petitions.services import (
    close_petition,
    outcome,
)
from tests.factories.outcome import answer, send
from tests.factories.petitions import NOW, make_petition

pytestmark = pytest.mark.django_db(transaction=True)
# Long enough for the other act to come as far as it can.
SOON = 1.5


@pytest.fixture(autouse=True)
def _worker_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave letters in the outbox: here no worker runs inside the act."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)


def begin(act: Callable[[], object], said: list[object]) -> Thread:
    """Run `act` beside the test, in its own connection; `said` gets what became of it."""

    def run() -> None:
        try:
            said.append(act())
        except Exception as refusal:  # noqa: BLE001  (whatever it is, the test looks at it)
            said.append(refusal)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


class Pause:
    """Stands for a function that is called halfway: it says so, and waits."""

    def __init__(self) -> None:
        self.reached, self.over = Flag(), Flag()

    def __call__(self, *args: object, **kwargs: object) -> None:
        self.reached.set()
        self.over.wait(SOON)


def test_an_answer_published_while_the_petition_closes_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    petition, pause, said = make_petition(), Pause(), list[object]()
    dispatch = send(petition)
    monkeypatch.setattr(outcome, "record", pause)
    answering = begin(partial(answer, dispatch), said)
    assert pause.reached.wait(20), said
    close_petition(petition=petition, at=NOW)
    answering.join()
    petition.refresh_from_db()
    assert (said, petition.status) == ([dispatch], states.ANSWERED)
