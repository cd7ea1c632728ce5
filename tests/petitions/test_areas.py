"""A postcode tells the département."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.sed1.areas import AREAS
from petitions.areas import area_of


@pytest.mark.parametrize(
    ("postcode", "area"),
    [
        ("47200", "47"),
        ("01000", "01"),
        ("20000", "2A"),
        ("20167", "2A"),
        ("20200", "2B"),
        ("20620", "2B"),
        ("97110", "971"),
        ("97500", "975"),
        ("97800", "978"),
        ("98800", "988"),
        ("98000", "99"),  # Monaco
        ("00100", "99"),
        ("99138", "99"),
        ("SW1A1AA", "99"),
        ("1050", "99"),
        ("", "99"),
    ],
)
def test_a_postcode_tells_its_area(postcode: str, area: str) -> None:
    assert area_of(postcode) == area


@given(st.text(max_size=12) | st.from_regex(r"\d{5}", fullmatch=True))
def test_every_text_has_an_area_that_the_log_knows(postcode: str) -> None:
    assert area_of(postcode) in AREAS
