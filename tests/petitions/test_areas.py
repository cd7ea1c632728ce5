"""A postcode tells the département, or the two that it straddles."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.sed1.areas import AREAS
from petitions import areas, countries
from petitions.areas import area_of, areas_of
from petitions.management.commands.build_places import countries_in, exceptions_in, table_of

# Every postcode of France by its département, as Etalab's table has them (`build_places --table`).
TABLE = Path(__file__).parent / "data" / "postcodes.json"


def every_postcode() -> dict[str, set[str]]:
    places: dict[str, set[str]] = {}
    for area, postcodes in json.loads(TABLE.read_text(encoding="utf-8")).items():
        for postcode in postcodes.split():
            places.setdefault(postcode, set()).add(area)
    return places


def test_every_postcode_of_france_is_in_its_departement() -> None:
    table = every_postcode()
    assert len(table) > 6_000
    assert {postcode: set(areas_of(postcode)) for postcode in table} == table


def test_the_table_kept_is_no_larger_than_it_must_be() -> None:
    places = {postcode: sorted(where) for postcode, where in every_postcode().items()}
    assert exceptions_in(places) == json.loads(areas.DATA.read_text(encoding="utf-8"))


def test_the_table_is_made_of_the_communes_that_each_postcode_serves() -> None:
    communes: list[dict[str, Any]] = [
        {"departement": "01", "codesPostaux": ["01200", "01000"]},
        {"departement": "74", "codesPostaux": ["01200"]},
        {"departement": "91", "codesPostaux": ["94390"]},
        {"departement": "91"},
    ]
    assert exceptions_in(table_of(communes)) == {"01200": ["01", "74"], "94390": ["91"]}


@pytest.mark.parametrize(
    ("postcode", "area"),
    [
        ("47200", "47"),
        ("01000", "01"),
        ("20000", "2A"),
        ("20620", "2B"),
        ("75700", "75"),  # a business address, in no table
        ("94390", "91"),
        ("97110", "971"),
        ("97133", "977"),
        ("98800", "988"),
        ("98000", "99"),  # Monaco
        ("00100", "99"),
        ("99138", "99"),
        ("SW1A1AA", "99"),
        ("", "99"),
    ],
)
def test_a_postcode_tells_its_area(postcode: str, area: str) -> None:
    assert area_of(postcode) == area


def test_who_lives_where_a_postcode_straddles_says_in_which_departement() -> None:
    assert area_of("01200", chosen="74") == "74"
    assert area_of("01200", chosen="47") == area_of("01200") == "01"
    assert area_of("13780", chosen="83") == "83"


def test_another_country_is_abroad_whatever_its_postcode() -> None:
    assert area_of("47200", country="DE") == "99"


@given(st.text(max_size=12) | st.from_regex(r"\d{5}", fullmatch=True), st.text(max_size=3))
def test_every_text_has_an_area_that_the_log_knows(postcode: str, chosen: str) -> None:
    assert area_of(postcode, chosen=chosen) in AREAS


def test_overseas_france_is_no_other_country() -> None:
    assert {"BE", "CH", "DZ", "MC"} <= countries.NAMES.keys()
    assert not {"FR", "RE", "GP", "NC", "EU"} & countries.NAMES.keys()


def test_countries_stand_in_the_order_of_their_names() -> None:
    names = {"DE": "Allemagne", "AQ": "Antarctique", "AT": "Autriche", "EG": "Égypte"}
    names |= {"ES": "Espagne", "FR": "France", "001": "Monde", "EU": "Union européenne"}
    said = {"main": {"fr": {"localeDisplayNames": {"territories": names}}}}
    assert list(countries_in(said).values()) == ["Allemagne", "Autriche", "Égypte", "Espagne"]
