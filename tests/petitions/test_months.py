"""Six months are calendar months."""

from datetime import date, datetime

import pytest

from petitions.months import months_after


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (date(2026, 11, 26), date(2027, 5, 26)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_six_months_end_on_the_same_day(begins: date, ends: date) -> None:
    moment = datetime(begins.year, begins.month, begins.day, 9, 30)  # noqa: DTZ001  (of no zone)
    assert months_after(moment, 6).date() == ends
