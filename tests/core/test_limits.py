"""Attempts are counted without knowing whose they are."""

from pathlib import Path

import pytest
from pytest_django import Settings

from core import limits


@pytest.fixture(autouse=True)
def _own_counters(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path
    limits._limiter.cache_clear()


def test_attempts_beyond_the_limit_are_told_apart() -> None:
    answers = [limits.hit("sign", "203.0.113.0/24", limit="2/hour") for _ in range(3)]
    assert answers == [True, True, False]


def test_networks_and_names_are_counted_apart() -> None:
    for name, key in [("sign", "a"), ("sign", "b"), ("log in", "a")]:
        assert limits.hit(name, key, limit="1/hour")


def test_without_valkey_nobody_is_held_up(settings: Settings, tmp_path: Path) -> None:
    settings.LIMITS_STORAGE = f"unix://{tmp_path}/nobody.sock?db=2"
    assert all(limits.hit("sign", "a", limit="1/hour") for _ in range(2))
    limits._limiter.cache_clear()


def test_no_network_reaches_the_counters() -> None:
    limits.hit("sign", "203.0.113.0/24", limit="2/hour")
    storage = limits._limiter().storage
    assert "203.0.113" not in str(vars(storage))
