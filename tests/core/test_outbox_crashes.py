"""Killed or doubled, the worker loses no letter."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from pytest_django import Settings

from core import outbox
from core.models import OutboxLetter
from tests.factories.core import make_letter

pytestmark = pytest.mark.django_db(transaction=True)
# Far ahead of the clock, so that the task which each commit asks for finds nothing due.
NOW = datetime(2126, 3, 5, 12, tzinfo=UTC)


class Server(EmailBackend):
    """A mail server that notes what it accepts, and whose worker may be killed meanwhile."""

    accepted: ClassVar[list[str]] = []
    kill_at: ClassVar[int | None] = None

    def send_messages(self, messages: Any) -> int:
        self.accepted.extend(message.to[0] for message in messages)
        if len(self.accepted) == self.kill_at:
            raise SystemExit
        return len(messages)


@pytest.fixture(autouse=True)
def _server(settings: Settings) -> Iterator[None]:
    settings.MAILERS = {"delivery": {"BACKEND": f"{__name__}.Server"}}
    yield
    Server.accepted.clear()
    Server.kill_at = None


def enqueue(number: int) -> set[str]:
    addresses = {f"ada{n}@example.org" for n in range(number)}
    for address in addresses:
        outbox.enqueue(make_letter(to=address), at=NOW)
    return addresses


def test_a_worker_killed_while_sending_repeats_one_letter_and_loses_none() -> None:
    addresses = enqueue(5)
    Server.kill_at = 3
    with pytest.raises(SystemExit):
        outbox.drain(limit=10, at=NOW)
    assert OutboxLetter.objects.count() == 3
    outbox.drain(limit=10, at=NOW)
    assert set(Server.accepted) == addresses
    assert len(Server.accepted) == 6


def test_workers_at_once_send_each_letter_once() -> None:
    addresses = enqueue(40)

    def work() -> None:
        outbox.drain(limit=100, at=NOW)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Server.accepted) == sorted(addresses)
