"""All that is public of a petition, as data that explain themselves."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.services import seal, tally
from petitions.hours import COLUMNS as HOUR_COLUMNS
from petitions.models import Dispatch, Event, Mirror, Petition, Threshold
from petitions.open_data import COUNT_COLUMNS, FIELDS, PLACE_COLUMNS
from petitions.services.timeline import record
from tests.factories.ledger import make_signers, withdraw
from tests.factories.petitions import NOW, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db
FORMS = [
    "compte.json",
    "chiffres.json",
    "chiffres.csv",
    "chiffres-par-heure.csv",
    "chiffres-par-heure.json",
    "chiffres-par-departement.csv",
    "encart/",
    "encart.svg",
    "fil.atom",
]


def said_of(client: Client, petition: Petition) -> dict[str, Any]:
    said: dict[str, Any] = client.get(f"/petitions/{petition.slug}/chiffres.json").json()
    return said


def make_rich_petition() -> Petition:
    """Make a petition that has one of everything."""
    petition = make_petition()
    signers = make_signers(40, petition.pk)
    withdraw(signers[0])
    seal(at=NOW)
    tally(at=NOW)
    Threshold.objects.create(petition=petition, signatures=1000, leads_to="Une lettre.")
    Dispatch.objects.create(petition=petition, addressee="Le ministère", sent_on=date(2026, 3, 1))
    Mirror.objects.create(
        petition=petition,
        house=Mirror.House.SENATE,
        title="La même",
        url="https://example.org/p/1",
        signatures=77,
        counted_on=date(2026, 3, 2),
    )
    record(petition=petition.pk, kind=Event.Kind.MEETING, at=NOW, note="Reçus au ministère.")
    return petition


def test_one_file_says_all_that_is_public(client: Client) -> None:
    petition = make_rich_petition()
    said = said_of(client, petition)
    assert said["online_signatures"] == 39
    assert said["removed_signatures"] == {
        "withdrawn_with_receipt": 1,
        "withdrawn_by_mail": 0,
        "annulled_for_fraud": 0,
        "annulled_by_court_order": 0,
    }
    assert [version["text_sha256"] for version in said["versions"]] == [petition.text_sha256]
    assert said["thresholds"][0]["signatures"] == 1000
    assert said["sent_to"][0]["sent_on"] == "2026-03-01"
    assert said["petitions_elsewhere"][0]["signatures_shown_there"] == 77
    assert [event["step"] for event in said["timeline"]] == ["meeting", "opened"]
    assert said["by_area"]["areas"][0]["online_signatures"] % 10 == 0


def test_the_whole_file_costs_the_same_however_much_it_says(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    petition = make_rich_petition()
    with django_assert_max_num_queries(13):
        response = client.get(f"/petitions/{petition.slug}/chiffres.json")
    assert response["Cache-Control"] == "public, max-age=10"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_every_column_is_explained_on_the_page(client: Client) -> None:
    html = client.get(f"/petitions/{make_petition().slug}/chiffres/").text
    columns = {*COUNT_COLUMNS, *HOUR_COLUMNS, *PLACE_COLUMNS}
    assert columns == set(FIELDS)
    assert all(f"<code>{name}</code>" in html for name in columns)


def test_the_file_of_all_petitions_has_those_that_were_opened(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_draft_petition()
    slugs = [make_petition(title='=HYPERLINK("x")').slug for _ in range(5)]
    with django_assert_max_num_queries(4):
        response = client.get("/petitions/chiffres.csv")
        assert isinstance(response, StreamingHttpResponse)
        text = response.getvalue().decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["petition"] for row in rows] == slugs
    assert all(row["title"].startswith("'=") for row in rows)


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_has_no_data(client: Client, form: str) -> None:
    petition = make_draft_petition()
    assert client.get(f"/petitions/{petition.slug}/{form}").status_code == 404
    assert client.get(f"/petitions/nulle-part/{form}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_data_are_the_same_for_everybody_and_only_read(client: Client, form: str) -> None:
    petition = make_petition()
    url = f"/petitions/{petition.slug}/{form}"
    response = client.get(url)
    assert response["Cache-Control"].startswith("public")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert client.post(url).status_code == 405
