"""Two acts on one petition, the second in the middle of the first: both end, and they agree."""

from collections.abc import Callable
from functools import partial
from threading import Event as Flag
from threading import Thread

import pytest
from celery import current_app
from django.db import connection, transaction

from accounts.services import delete_account
from moderation.errors import AlreadyDecided
from petitions import states
from petitions.errors import WrongStatus
from petitions.models import Petition, Review, Threshold
from petitions.services import (
    accept_review,
    change_threshold,
    close_petition,
    discard_draft,
    outcome,
    reviewing,
    seek_support,
    thresholds,
)
from tests.factories.accounts import make_moderator, make_user
from tests.factories.outcome import answer, count, make_threshold, send
from tests.factories.petitions import NOW, make_petition
from tests.factories.proposals import make_proposal_draft, make_review

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


def decide_and_leave(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Accept a proposal; meanwhile its author leaves. Return what became of both."""
    author, moderator, pause, said = make_user(), make_moderator(), Pause(), list[object]()
    seen = Review.objects.select_related("petition").get(pk=make_review(author).pk)
    monkeypatch.setattr(reviewing, "_ensure_may_decide", pause)
    deciding = begin(
        partial(accept_review, review=seen, path="/propositions/x/", by=moderator, at=NOW), said
    )
    assert pause.reached.wait(20), said
    leaving = begin(partial(delete_account, user=author, keep_contributions=False, at=NOW), said)
    deciding.join()
    leaving.join()
    return said


def test_an_author_who_leaves_during_the_decision_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = decide_and_leave(monkeypatch)
    assert [type(each) for each in said if isinstance(each, Exception)] == []
    assert Petition.objects.get().status == states.OPEN


def test_nothing_is_left_to_decide_once_the_author_left() -> None:
    author = make_user()
    seen = Review.objects.select_related("petition").get(pk=make_review(author).pk)
    delete_account(user=author, keep_contributions=False, at=NOW)
    with pytest.raises(AlreadyDecided):
        accept_review(review=seen, path="/propositions/x/", by=make_moderator(), at=NOW)


def test_a_draft_shown_in_another_window_is_not_deleted() -> None:
    draft, said = make_proposal_draft(), list[object]()
    with transaction.atomic():
        seek_support(petition=draft, at=NOW)
        discarding = begin(partial(discard_draft, petition=draft), said)
        discarding.join(SOON)
    discarding.join()
    assert [type(each) for each in said] == [WrongStatus]
    assert Petition.objects.get().status == states.COLLECTING


def test_a_threshold_raised_after_the_clock_read_it_is_not_reached() -> None:
    petition = make_petition()
    threshold = make_threshold(petition, signatures=10)
    count(petition, 50)
    read = Threshold.objects.select_related("petition").get()
    change_threshold(
        threshold=threshold, signatures=1000, areas=0, per_area=0, leads_to=threshold.leads_to
    )
    assert not thresholds._reach(read, at=NOW)
    assert Threshold.objects.get().reached_at is None
