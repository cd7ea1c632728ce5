"""People find a committee by a name, a town, a département or a postcode, however they type it."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from committees.search import Wanted, folded, wanted
from tests.factories.committees import make_committee


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("", Wanted()),
        ("47", Wanted(("47",))),
        ("47200", Wanted(("47",))),
        ("2a", Wanted(("2A",))),
        ("20090", Wanted(("2A", "2B"))),
        ("97112", Wanted(("971",))),
        ("99999", Wanted((), ("99999",))),
        ("Saint-Affrique", Wanted((), ("saint", "affrique"))),
        ("Bagnères, 65", Wanted(("65",), ("bagneres",))),
        ("%_'\x00", Wanted(is_impossible=True)),
    ],
)
def test_what_is_typed_is_understood(typed: str, understood: Wanted) -> None:
    assert wanted(typed) == understood


@pytest.mark.parametrize(
    ("text", "expected"), [("  L’Œuvre d’Été ", "l oeuvre d ete"), ("ＡＢ", "ab"), ("Île", "ile")]
)
def test_accents_ligatures_and_signs_do_not_matter(text: str, expected: str) -> None:
    assert folded(text) == expected


@given(st.text())
def test_anything_may_be_typed(typed: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in wanted(typed).words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["bagneres", "BAGNÈRES de bigorre", "65200", "65", "hautes-pyrénées", "matérnité"]
)
def test_a_committee_is_found_in_many_ways(client: Client, typed: str) -> None:
    make_committee(
        name="Comité bigourdan",
        town="Bagnères-de-Bigorre",
        departement="65",
        defends="la maternité",
    )
    make_committee(name="Comité de Nantes", town="Nantes", departement="44")
    html = client.get("/comites/", {"q": typed}).content.decode()
    assert "Comité bigourdan" in html
    assert "Comité de Nantes" not in html


@pytest.mark.django_db
def test_a_search_that_finds_nothing_says_what_to_try(client: Client) -> None:
    html = client.get("/comites/", {"q": "<script>"}).content.decode()
    assert "Aucun comité trouvé" in html
    assert "<script>" not in html.split("<main", 1)[1].split("</main>", 1)[0]
