"""What is shown by département is what the public log's files say."""

import csv
from io import StringIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.sed1.areas import AREAS
from ledger.services import seal, tally
from petitions.figures import places_of
from petitions.models import Petition
from tests.factories.ledger import NOW, make_signers
from tests.factories.petitions import make_petition

pytestmark = pytest.mark.django_db


def make_places(**areas: int) -> Petition:
    """Make a petition with so many counted signatures an area, and their file."""
    petition = make_petition()
    for area, number in areas.items():
        make_signers(number, petition.pk, area=area.removeprefix("d"))
    seal(at=NOW)
    tally(at=NOW)
    return petition


def test_areas_are_shown_by_tens_the_largest_first() -> None:
    places = places_of(make_places(d48=34, d07=59))
    assert [(row.name, row.number) for row in places.rows] == [("Ardèche", 50), ("Lozère", 30)]


def test_every_area_of_the_log_has_a_name() -> None:
    petition = make_places(**{f"d{area}": 20 for area in AREAS})
    assert len(places_of(petition).rows) == len(AREAS)


def test_page_json_and_csv_say_the_same(client: Client) -> None:
    petition = make_places(d48=34)
    base = f"/petitions/{petition.slug}/chiffres"
    said = client.get(f"{base}.json").json()["by_area"]
    content = client.get(f"{base}-par-departement.csv").getvalue().decode()
    [row] = csv.DictReader(StringIO(content))
    assert said["as_of"] == row["as_of"] == "2026-03-05"
    assert said["areas"][0]["online_signatures"] == int(row["online_signatures"]) == 20
    assert "Lozère (48)" in client.get(f"{base}/").text


def test_before_the_first_file_the_page_says_why_nothing_shows(client: Client) -> None:
    page = client.get(f"/petitions/{make_petition().slug}/chiffres/").text
    assert "Rien n’est encore publié par département" in page


def test_figures_by_place_cost_one_query_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    petition = make_places(d48=34, d07=59)
    with django_assert_num_queries(13):
        client.get(f"/petitions/{petition.slug}/chiffres.json")
