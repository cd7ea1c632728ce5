"""Two operators at once begin and end keys one after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import Settings

from ledger.errors import LastKey
from ledger.sed1.entries import KeyUse
from ledger.services.signing import active_keys, begin_key, end_key, key_history
from tests.factories.ledger import make_log

pytestmark = pytest.mark.django_db(transaction=True)
CHECKPOINT = KeyUse.CHECKPOINT


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Return what each act returned, LastKey where that was raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait()
            return act()
        except LastKey:
            return LastKey
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_keys_begun_at_once_are_two_keys() -> None:
    make_log(1)
    at_once(lambda: begin_key(CHECKPOINT), lambda: begin_key(CHECKPOINT))
    begun = list(key_history(CHECKPOINT))
    assert sorted(number for number, _ in begun) == [1, 2, 3]
    assert len({key.public for _, key in begun}) == 3


def test_the_last_two_keys_do_not_end_at_once() -> None:
    make_log(1)
    one, other = active_keys(CHECKPOINT)[0].verifier, begin_key(CHECKPOINT).verifier
    ended = at_once(lambda: end_key(CHECKPOINT, one), lambda: end_key(CHECKPOINT, other))
    assert ended.count(LastKey) == 1
    assert len(active_keys(CHECKPOINT)) == 1
