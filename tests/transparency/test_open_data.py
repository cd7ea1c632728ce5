"""Open data say what the pages say, in every format, to everybody."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.open_data import csv_lines, json_pieces
from ledger.models import SealedCount
from petitions.models import Petition
from petitions.services import create_petition, open_petition
from tests.factories.committees import make_committee
from tests.factories.moderation import make_article, make_item
from tests.factories.transparency import NOW, make_draft, make_fact

pytestmark = pytest.mark.django_db
FILES = ["/transparence/donnees/faits", "/transparence/donnees/comites", "/transparence/chiffres"]


def make_petition(slug: str, online: int) -> Petition:
    """Open a petition whose sealed count is `online`."""
    petition = create_petition(
        title="Un débat public",
        slug=slug,
        text="Nous demandons un débat.",
        addressees=["Le ministère"],
        proposal_path="/propositions/un-debat/",
        opens_at=NOW,
        closes_at=NOW.replace(year=2030),
    )
    open_petition(petition=petition, at=NOW)
    SealedCount.objects.create(petition=petition.pk, online=online, sealed_at=NOW)
    return petition


def fetch(client: Client, path: str) -> str:
    response = client.get(path)
    assert isinstance(response, StreamingHttpResponse)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.getvalue().decode("utf-8")


def table(client: Client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetch(client, f"{path}.csv"), newline="")))


def records(client: Client, path: str) -> list[dict[str, Any]]:
    document = json.loads(fetch(client, f"{path}.json"))
    assert document["licence"].startswith("Licence Ouverte 2.0")
    found: list[dict[str, Any]] = document[path.rsplit("/", 1)[1]]
    return found


def without_moments(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return rows as text; moderation is counted at the moment of asking."""
    return [
        {name: "" if cell is None else str(cell) for name, cell in row.items() if name != "date"}
        for row in rows
    ]


@pytest.mark.parametrize("path", FILES)
def test_csv_and_json_say_the_same(client: Client, path: str) -> None:
    make_fact(value="15,4", unit="%", statement="Un « fait », avec\nune virgule.")
    make_committee()
    make_petition("debat", online=12345)
    make_article()
    assert without_moments(table(client, path)) == without_moments(records(client, path))
    assert table(client, path)


def test_the_page_shows_the_numbers_of_the_files(client: Client) -> None:
    make_petition("debat", online=12345)
    make_item()
    html = client.get("/transparence/chiffres/").content.decode()
    said = {row["cle"]: row["valeur"] for row in records(client, "/transparence/chiffres")}
    assert said["petition.debat.en-ligne"] == 12345
    assert "12\u202f345" in html
    assert said["moderation.en-attente"] == 1
    assert html.count('<strong class="number">1</strong>') == 1


def test_the_file_of_facts_holds_what_is_published(client: Client) -> None:
    fact = make_fact()
    make_draft()
    rows = table(client, "/transparence/donnees/faits")
    assert [row["identifiant"] for row in rows] == [fact.slug]
    assert rows[0]["adresse"] == f"http://testserver{fact.get_absolute_url()}"


def test_a_fact_has_a_file_of_its_own_with_its_history(client: Client) -> None:
    fact = make_fact(value="15,4")
    document = json.loads(fetch(client, f"/transparence/faits/{fact.slug}.json"))
    assert document["fait"]["valeur"] == "15,4"
    assert [step["etape"] for step in document["historique"]] == ["Publié"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"])
def test_a_cell_is_never_a_formula(cell: str) -> None:
    [_, line] = csv_lines(["a"], [{"a": cell}])
    assert next(csv.reader([line]))[0].startswith("'")


def test_a_negative_number_stays_a_number() -> None:
    assert list(csv_lines(["a"], [{"a": -1}]))[1] == "-1\r\n"


def test_an_empty_json_file_is_still_json() -> None:
    assert json.loads("".join(json_pieces({}, "rows", []))) == {"rows": []}


def test_files_are_read_a_few_rows_at_a_time(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        make_fact()
        make_committee()
        make_petition(f"petition-{number}", online=number)
    for path, queries in zip(FILES, (3, 3, 10), strict=True):
        with django_assert_max_num_queries(queries):
            fetch(client, f"{path}.csv")


def test_every_column_is_explained(client: Client) -> None:
    html = client.get("/transparence/donnees/").content.decode()
    for path in FILES:
        header = fetch(client, f"{path}.csv").splitlines()[0]
        assert all(f"<code>{name}</code>" in html for name in header.split(","))


def test_public_addresses_set_no_cookie_and_may_be_kept(client: Client) -> None:
    fact = make_fact()
    for path in (
        *[f"{path}.csv" for path in FILES],
        "/transparence/donnees/",
        "/transparence/chiffres/",
        fact.get_absolute_url(),
        fact.topic.get_absolute_url(),
        "/comites/",
    ):
        response = client.get(path)
        assert not response.cookies
        assert response.headers["Cache-Control"].startswith("public")
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.django_db(transaction=True)
def test_the_figures_are_read_in_one_transaction(client: Client) -> None:
    response = client.get("/transparence/chiffres.csv")
    assert isinstance(response, StreamingHttpResponse)
    lines = iter(response)
    assert [next(lines), next(lines)][1]
    assert connection.in_atomic_block
    assert list(lines)
    assert not connection.in_atomic_block
