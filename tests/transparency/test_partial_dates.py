"""Dates may be known to the day, the month or the year."""

import pytest

from core import partial_dates


@pytest.mark.parametrize("typed", ["2022-03-24", "2022-03", "2022", "", " 2022 "])
def test_a_day_a_month_and_a_year_are_dates(typed: str) -> None:
    assert partial_dates.checked(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    ["2022-02-30", "2022-13", "2022-3-4", "24/03/2022", "0000", "２０２２", "2022-03-24T00"],
)
def test_anything_else_is_not(typed: str) -> None:
    with pytest.raises(partial_dates.BadPartialDate):
        partial_dates.checked(typed)


@pytest.mark.parametrize(
    ("partial", "words"),
    [
        ("2022-03-01", "au 1er\u00a0mars\u00a02022"),
        ("2022-03-24", "au 24\u00a0mars\u00a02022"),
        ("2022-08", "en août\u00a02022"),
        ("2022", "en 2022"),
        ("", ""),
    ],
)
def test_dates_are_said_in_french(partial: str, words: str) -> None:
    assert partial_dates.french_as_of(partial) == words


def test_the_first_real_day_is_found_in_a_sentence() -> None:
    text = "Du 31 février 2021, non : du Jeudi 1er Mars 2022, et du 2 mars 2022"
    assert partial_dates.found_in(text) == "2022-03-01"
