"""A policy that names no witness anybody could ask stops the start-up."""

from pathlib import Path

from pytest_django import Settings

from ledger.checks import check_policy


def test_no_policy_is_a_policy(settings: Settings) -> None:
    settings.LEDGER_POLICY = ""
    assert check_policy() == []


def test_a_malformed_or_missing_policy_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.LEDGER_POLICY = str(tmp_path / "policy")
    [missing] = check_policy()
    Path(settings.LEDGER_POLICY).write_text("witness\n")
    [malformed] = check_policy()
    assert missing.id == malformed.id == "ledger.E001"
