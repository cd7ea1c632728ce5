"""Logs tell what happened, and not to whom."""

import json
import logging

import pytest
import structlog

from core.logs import json_formatter, scrubbed


def line(message: str, *args: object, error: BaseException | None = None) -> dict[str, str]:
    """Return what is printed of one entry."""
    trace = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("test", logging.WARNING, "", 1, message, args, trace)
    printed: dict[str, str] = json.loads(json_formatter().format(record))
    return printed


@pytest.mark.parametrize(
    "personal",
    [
        "ada@example.org",
        "203.0.113.77",
        "2001:db8:1:2ff::9",
        "/suivi/arreter/0d9d7b0e-1111-4b4b-8888-1234567890ab/",
        "/petitions/x/lien/Zk3_aaaaaaaaaaaaaaaaaaaaa/",
        "/recherche/?q=dupont",
    ],
)
def test_no_person_is_left_in_a_line(personal: str) -> None:
    printed = line("Not Found: %s", personal)
    assert printed["event"].startswith("Not Found: ")
    for secret in ("ada", "203.0", "db8", "0d9d7b0e", "Zk3_", "dupont"):
        assert secret not in json.dumps(printed)


def test_no_person_is_left_in_the_trace_of_an_error() -> None:
    error = ValueError('duplicate key\nDETAIL:  Key (name)=(Dupont) by "ada@example.org" exists.')
    printed = line("broken", error=error)
    assert "ValueError" in printed["exception"]
    assert "Dupont" not in printed["exception"]
    assert "ada@" not in printed["exception"]


@pytest.mark.parametrize(
    "useful",
    ["/debats/confidentialite-des-donnees-de-sante/", "/petitions/x/signer/", "12:34:56", "v1.2.3"],
)
def test_what_helps_to_repair_stays(useful: str) -> None:
    assert line("Seen: %s", useful)["event"] == f"Seen: {useful}"


def test_numbers_stay_numbers() -> None:
    assert [scrubbed(value) for value in (1, 2.5, True, None)] == [1, 2.5, True, None]


def test_our_own_lines_go_the_same_way(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    structlog.get_logger("ours").info("Something happened.", to="ada@example.org", times=3)
    printed = json.loads(json_formatter().format(caplog.records[-1]))
    assert (printed["event"], printed["level"], printed["times"]) == (
        "Something happened.",
        "info",
        3,
    )
    assert printed["to"] == "[address]"
