"""The committees' pages: a list by département, a map, one page each."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from committees import views
from tests.factories.committees import make_committee

pytestmark = pytest.mark.django_db


def test_committees_are_listed_by_departement(client: Client) -> None:
    make_committee(name="Comité de Nantes", town="Nantes", departement="44")
    make_committee(name="Comité de Dole", town="Dole", departement="39")
    html = client.get("/comites/").content.decode()
    order = ["Jura (39)", "Comité de Dole", "Loire-Atlantique (44)", "Comité de Nantes"]
    assert sorted(order, key=html.index) == order


def test_the_map_follows_the_list_and_leads_to_a_departement(client: Client) -> None:
    make_committee(departement="47")
    html = client.get("/comites/").content.decode()
    assert html.index('href="/comites/?q=47"') > html.index("Lot-et-Garonne (47)")
    assert 'href="/comites/?q=48"' not in html


def test_a_long_list_goes_on_by_key(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    made = [make_committee(name=f"Comité n{number}", town="Dole") for number in range(3)]
    first = client.get("/comites/?q=47").content.decode()
    assert f"?q=47&amp;apres={made[1].pk}" in first
    second = client.get(f"/comites/?q=47&apres={made[1].pk}").content.decode()
    assert "Comité n2" in second
    assert "Comité n1" not in second


@pytest.mark.parametrize(("position", "status"), [("x", 400), ("-1", 400), ("999999", 404)])
def test_a_place_in_the_list_that_is_none_is_refused(
    client: Client, position: str, status: int
) -> None:
    assert client.get("/comites/", {"apres": position}).status_code == status


def test_a_committee_says_where_its_information_was_read(client: Client) -> None:
    committee = make_committee(source_url="https://example.org/", source_date="2025-11")
    html = client.get(committee.get_absolute_url()).content.decode()
    assert "En attente de confirmation" in html
    assert 'href="https://example.org/"' in html
    assert "novembre\u00a02025" in html


def test_a_confirmed_committee_awaits_nothing(client: Client) -> None:
    committee = make_committee(status="confirmed")
    assert "En attente" not in client.get(committee.get_absolute_url()).content.decode()


def test_what_a_committee_writes_never_runs(client: Client) -> None:
    committee = make_committee(presentation="<script>alert(1)</script>", name="<b>Gras</b>")
    html = client.get(committee.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert "<b>Gras" not in html


def test_a_committee_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/comites/personne/").status_code == 404


@pytest.mark.parametrize(("path", "queries"), [("/comites/", 2), ("/comites/?q=47", 1)])
def test_the_list_costs_the_same_however_long(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    for number in range(30):
        make_committee(town=f"Ville {number}")
    with django_assert_num_queries(queries):
        client.get(path)


def test_one_page_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = make_committee().get_absolute_url()
    with django_assert_num_queries(1):
        client.get(address)


def test_a_sentence_on_the_source_ends_before_its_link_and_date(client: Client) -> None:
    made = make_committee(
        evidence="Nom publié.", source_url="https://example.org/", source_date="2023-04"
    )
    text = " ".join(client.get(made.get_absolute_url()).text.split())
    assert "Nom publié. <a " in text
    assert "(avril\u00a02023)" in text or "(avril 2023)" in text
