"""Two operators at once begin and end keys one after the other."""

from functools import partial
from pathlib import Path

import pytest
from pytest_django import Settings

from ledger.errors import LastKey
from ledger.sed1.entries import KeyUse
from ledger.services.signing import active_keys, begin_key, end_key, key_history
from tests.at_once import all_at_once, outcomes
from tests.factories.ledger import make_log

pytestmark = pytest.mark.django_db(transaction=True)
CHECKPOINT = KeyUse.CHECKPOINT


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


def test_keys_begun_at_once_are_two_keys() -> None:
    make_log(1)
    all_at_once([partial(begin_key, CHECKPOINT)] * 2)
    begun = list(key_history(CHECKPOINT))
    assert sorted(number for number, _ in begun) == [1, 2, 3]
    assert len({key.public for _, key in begun}) == 3


def test_the_last_two_keys_do_not_end_at_once() -> None:
    make_log(1)
    one, other = active_keys(CHECKPOINT)[0].verifier, begin_key(CHECKPOINT).verifier
    acts = [partial(end_key, CHECKPOINT, key) for key in (one, other)]
    assert sorted(outcomes(acts, refusals=(LastKey,))) == ["LastKey", "won"]
    assert len(active_keys(CHECKPOINT)) == 1
