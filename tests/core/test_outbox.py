"""Letters wait sealed, are delivered once accepted, and are never lost."""

import time
from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from celery import Celery
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from core import delivery, outbox
from core.models import OutboxLetter
from core.tasks import drain_outbox
from tests.factories.core import make_letter, waiting_letters

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Refusing(EmailBackend):
    """A mail server that answers with one error; the outside world of these tests."""

    error: Exception

    def send_messages(self, messages: Any) -> int:
        raise self.error


@pytest.fixture
def refusing(settings: Settings) -> type[Refusing]:
    settings.MAILERS = {"delivery": {"BACKEND": f"{__name__}.Refusing"}}
    return Refusing


def refusal(code: int) -> SMTPRecipientsRefused:
    return SMTPRecipientsRefused({"ada@example.org": (code, b"no")})


def test_a_letter_is_delivered_then_forgotten() -> None:
    letter = make_letter(html="<p>Bonjour</p>", headers={"X-Test": "1"})
    outbox.enqueue(letter, at=NOW)
    assert outbox.drain(limit=10, at=NOW) == 1
    assert not OutboxLetter.objects.exists()
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["ada@example.org"], "Bonjour", "Bonjour Ada.\n")
    assert sent.extra_headers["X-Test"] == "1"


def test_the_database_never_holds_a_readable_address() -> None:
    row = outbox.enqueue(make_letter(), at=NOW)
    row.refresh_from_db()
    assert b"ada" not in bytes(row.sealed)
    assert waiting_letters() == [make_letter()]


def test_a_letter_is_as_durable_as_what_it_announces() -> None:
    with transaction.atomic():
        outbox.enqueue(make_letter(), at=NOW)
        transaction.set_rollback(True)
    assert not OutboxLetter.objects.exists()


def test_a_delayed_letter_waits_for_its_moment() -> None:
    outbox.enqueue(make_letter(), at=NOW, not_before=NOW + timedelta(minutes=10))
    assert outbox.drain(limit=10, at=NOW) == 0
    assert outbox.drain(limit=10, at=NOW + timedelta(minutes=10)) == 1


def test_a_drain_stops_at_its_limit() -> None:
    for _ in range(3):
        outbox.enqueue(make_letter(), at=NOW)
    assert outbox.drain(limit=2, at=NOW) == 2
    assert OutboxLetter.objects.count() == 1


def test_a_letter_sent_twice_has_the_same_message_id() -> None:
    row = outbox.enqueue(make_letter(), at=NOW)
    outbox.drain(limit=1, at=NOW)
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{row.pk}@testserver>"


@pytest.mark.parametrize("error", [SMTPServerDisconnected(), OSError("no route"), TimeoutError()])
def test_letters_keep_waiting_while_the_mail_server_hangs_up(
    refusing: type[Refusing], error: Exception
) -> None:
    refusing.error = error
    for _ in range(2):
        outbox.enqueue(make_letter(), at=NOW)
    assert outbox.drain(limit=10, at=NOW) == 0
    assert sorted(OutboxLetter.objects.values_list("attempts", flat=True)) == [0, 1]


def test_letters_lose_no_time_while_the_mail_server_cannot_be_reached(settings: Settings) -> None:
    options = {"host": "127.0.0.1", "port": 1, "timeout": 1}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"delivery": {"BACKEND": backend, "OPTIONS": options}}
    row = outbox.enqueue(make_letter(), at=NOW)
    assert outbox.drain(limit=10, at=NOW) == 0
    row.refresh_from_db()
    assert (row.attempts, row.not_before) == (0, NOW)


@pytest.mark.parametrize("error", [refusal(450), SMTPDataError(451, b"later")])
def test_a_letter_asked_to_come_back_waits_longer_each_time(
    refusing: type[Refusing], error: Exception
) -> None:
    refusing.error = error
    row = outbox.enqueue(make_letter(), at=NOW)
    outbox.drain(limit=10, at=NOW)
    row.refresh_from_db()
    assert (row.attempts, row.not_before) == (1, NOW + timedelta(seconds=30))
    outbox.drain(limit=10, at=row.not_before)
    row.refresh_from_db()
    assert (row.attempts, row.not_before) == (2, NOW + timedelta(seconds=90))


def test_an_address_refused_for_good_is_dropped_and_not_logged(
    refusing: type[Refusing], caplog: pytest.LogCaptureFixture
) -> None:
    refusing.error = refusal(550)
    outbox.enqueue(make_letter(), at=NOW)
    assert outbox.drain(limit=10, at=NOW) == 0
    assert not OutboxLetter.objects.exists()
    assert "refused" in caplog.text
    assert "ada@" not in caplog.text


def test_one_refused_letter_does_not_stop_the_others(refusing: type[Refusing]) -> None:
    refusing.error = refusal(550)
    for _ in range(3):
        outbox.enqueue(make_letter(), at=NOW)
    outbox.drain(limit=10, at=NOW)
    assert not OutboxLetter.objects.exists()


def test_letters_swapped_between_rows_cannot_be_read() -> None:
    ada, eve = (
        outbox.enqueue(make_letter(to=to), at=NOW) for to in ("a@example.org", "e@example.org")
    )
    OutboxLetter.objects.filter(pk=eve.pk).update(sealed=ada.sealed)
    outbox.drain(limit=10, at=NOW)
    assert [sent.to for sent in mail.outbox] == [["a@example.org"]]


def test_waits_never_grow_past_six_hours(refusing: type[Refusing]) -> None:
    refusing.error = refusal(450)
    row = outbox.enqueue(make_letter(), at=NOW)
    OutboxLetter.objects.update(attempts=200)
    outbox.drain(limit=1, at=NOW)
    row.refresh_from_db()
    assert row.not_before == NOW + delivery.LONGEST_WAIT


def test_news_without_a_way_out_is_no_letter() -> None:
    with pytest.raises(ValueError, match="easy to stop"):
        make_letter(transactional=False)


def test_the_worker_is_asked_once_the_letter_is_committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outbox.enqueue(make_letter(), at=timezone.now())
        assert mail.outbox == []
    assert len(mail.outbox) == 1


def test_a_page_waits_for_no_broker_that_is_away(settings: Settings) -> None:
    away = Celery(broker="redis+socket:///nowhere/valkey.sock", set_as_current=False)
    away.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    started = time.monotonic()
    with pytest.raises(OperationalError):
        away.send_task("core.tasks.drain_outbox", retry=False)
    assert time.monotonic() - started < 1


def test_a_rush_of_letters_is_delivered_turn_by_turn() -> None:
    for _ in range(5):
        outbox.enqueue(make_letter(), at=timezone.now())
    drain_outbox(limit=2)
    assert len(mail.outbox) == 5
