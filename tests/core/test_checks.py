"""An installation that is not ready for the public is told so."""

from pathlib import Path

import pytest
from pytest_django import Settings

from core.checks import LEGAL_NOTICE, check_ready_for_the_public


@pytest.fixture(autouse=True)
def _ready(settings: Settings, tmp_path: Path) -> None:
    for name in LEGAL_NOTICE:
        setattr(settings, name, "rempli")
    settings.KEYS_DIR = tmp_path / "keys"
    settings.KEYS_DIR.mkdir(mode=0o700)
    settings.VAR_DIR = tmp_path / "var"
    settings.BASE_URL = "https://example.org"
    settings.DEFAULT_FROM_EMAIL = "ne-pas-repondre@example.org"


def found() -> list[str | None]:
    return [error.id for error in check_ready_for_the_public()]


def test_a_ready_installation_passes() -> None:
    assert found() == []


@pytest.mark.parametrize("name", LEGAL_NOTICE)
def test_the_legal_notice_must_be_filled_in(settings: Settings, name: str) -> None:
    setattr(settings, name, " ")
    assert found() == ["core.E001"]


def test_keys_must_exist(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "nowhere"
    assert found() == ["core.E002"]


def test_keys_must_be_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "keys").chmod(0o750)
    assert found() == ["core.E003"]


def test_keys_must_lie_apart_from_the_data(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert found() == ["core.E004"]


def test_addresses_must_be_real(settings: Settings) -> None:
    settings.BASE_URL = "http://example.org"
    settings.DEFAULT_FROM_EMAIL = "x@localhost"
    assert found() == ["core.E005", "core.E006"]
