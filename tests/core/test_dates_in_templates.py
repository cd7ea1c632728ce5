"""Days as people read them."""

from datetime import UTC, date, datetime

import pytest

from core.templatetags.text_tags import date_fr, moment_fr, short_date_fr, time_fr, weekday_fr


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 12, tzinfo=UTC), "23\u00a0novembre\u00a02026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1er\u00a0janvier\u00a02027"),
    ],
)
def test_a_day_is_written_as_it_is_in_paris(moment: datetime, words: str) -> None:
    assert date_fr(moment) == words


def test_no_line_ends_inside_a_day_or_an_hour() -> None:
    day, moment = date(2026, 12, 1), datetime(2026, 12, 1, 8, 5, tzinfo=UTC)
    assert date_fr(day) == date_fr(moment) == "1er\u00a0décembre\u00a02026"
    assert short_date_fr(day) == "1er\u00a0décembre"
    assert weekday_fr(day) == "mardi\u00a01er\u00a0décembre"
    assert time_fr(moment) == "9\u00a0h\u00a005"
    assert moment_fr(moment) == "1er\u00a0décembre\u00a02026 à 9\u00a0h\u00a005"


def test_an_unknown_day_is_nothing() -> None:
    assert date_fr(None) == moment_fr(None) == ""
