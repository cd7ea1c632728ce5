"""Keys of days past are destroyed, and nothing that needs them is left."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings

from core import keys, outbox, retention
from core.errors import Unreadable
from core.models import OutboxLetter
from tests.factories.core import make_letter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path
    settings.SIGNATURE_REQUEST_DAYS = 7


def test_a_key_outlives_the_last_request_of_its_day() -> None:
    last_needed = (NOW - timedelta(days=7)).date()
    keys.day_key(last_needed)
    assert retention.destroy_expired_keys(at=NOW) == 0
    keys.day_key(last_needed)


def test_a_key_that_nothing_needs_any_more_is_destroyed_once() -> None:
    old = (NOW - timedelta(days=9)).date()
    keys.day_key(old)
    assert retention.destroy_expired_keys(at=NOW) == 1
    assert retention.destroy_expired_keys(at=NOW) == 0
    with pytest.raises(Unreadable):
        keys.day_key(old)


def test_a_letter_that_nobody_could_deliver_goes_with_its_key() -> None:
    outbox.enqueue(make_letter(), at=NOW - timedelta(days=9))
    outbox.enqueue(make_letter(), at=NOW)
    retention.destroy_expired_keys(at=NOW)
    assert OutboxLetter.objects.count() == 1


def test_a_restored_backup_gives_no_letter_back() -> None:
    backup = outbox.enqueue(make_letter(), at=NOW - timedelta(days=9))
    retention.destroy_expired_keys(at=NOW)
    backup.save(force_insert=True)
    assert outbox.drain(limit=1, at=NOW) == 0
    assert mail.outbox == []
