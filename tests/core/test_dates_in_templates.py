"""Days as people read them."""

from datetime import UTC, datetime

import pytest

from core.templatetags.text_tags import date_fr


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 12, tzinfo=UTC), "23\u00a0novembre\u00a02026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1er\u00a0janvier\u00a02027"),
    ],
)
def test_a_day_is_written_as_it_is_in_paris(moment: datetime, words: str) -> None:
    assert date_fr(moment) == words
