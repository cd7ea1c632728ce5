"""What waits for an answer, ranked: the same as a page, JSON and CSV."""

import csv
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from petitions.models import Dispatch
from tests.factories.outcome import answer, send
from tests.factories.pages import make_proposal
from tests.factories.petitions import make_petition

pytestmark = pytest.mark.django_db
PAGE = "/petitions/en-attente/"


def waiting(days: int) -> Dispatch:
    """Hand a new petition to the ministry so many days ago."""
    now = timezone.now()
    petition = make_petition(title=f"Attente-{days}", opens_at=now - timedelta(days=400))
    return send(petition, sent_on=timezone.localdate() - timedelta(days=days), at=now)


def test_the_longest_wait_comes_first(client: Client) -> None:
    for days in (3, 132, 40):
        waiting(days)
    page = client.get(PAGE).text
    places = [page.index(f"Attente-{days}<") for days in (132, 40, 3)]
    assert places == sorted(places)
    assert "en attente de réponse depuis 132 jours" in page


def test_what_is_answered_waits_no_more(client: Client) -> None:
    dispatch = waiting(10)
    answer(dispatch, answered_on=timezone.localdate(), at=timezone.now())
    assert "Aucune pétition n’attend de réponse" in client.get(PAGE).text


def test_json_and_csv_say_the_same(client: Client) -> None:
    for days in (3, 132):
        waiting(days)
    said = client.get("/petitions/en-attente.json").getvalue().decode()
    lines = client.get("/petitions/en-attente.csv").getvalue().decode()
    rows = list(csv.DictReader(StringIO(lines)))
    assert [row["days_waiting"] for row in rows] == ["132", "3"]
    assert '"days_waiting": 132' in said
    assert rows[0]["addressee"] == "Ministère de la Santé"


def test_a_long_list_is_read_page_after_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("petitions.views.awaiting.PAGE", 2)
    for days in (5, 7, 7, 7, 9):
        waiting(days)
    seen, position = [], ""
    while True:
        page = client.get(f"{PAGE}{position}").context["page"]
        seen += [row.sent_on for row in page.rows]
        if not page.next:
            break
        position = page.next
    assert len(seen) == 5
    assert all(sooner <= later for sooner, later in pairwise(seen))


@pytest.mark.parametrize("position", ["x", "-1", "9" * 30, "999999", "1;drop", "%00"])
def test_a_made_up_position_is_refused(client: Client, position: str) -> None:
    assert client.get(f"{PAGE}?apres={position}").status_code == 400


def test_the_page_is_the_same_for_everybody_and_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days in range(5):
        waiting(days)
    with django_assert_num_queries(1):
        response = client.get(PAGE)
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_proposal_shows_its_answers_and_its_waits(client: Client) -> None:
    dispatch = waiting(20)
    page = make_proposal(petition=dispatch.petition).url
    assert "en attente de réponse depuis 20 jours" in client.get(page).text
    today = timezone.localdate()
    answer(dispatch, answered_on=today - timedelta(days=1), at=timezone.now())
    html = client.get(page).text
    assert "Le ministère propose une concertation." in html
    assert "19 jours après la remise" in html


def test_a_day_is_one_day(client: Client) -> None:
    waiting(1)
    assert "depuis 1 jour<" in client.get(PAGE).text.replace("\n", "").replace("  ", "")


def test_waiting_days_are_counted_from_the_sending() -> None:
    assert Dispatch(sent_on=date(2026, 1, 1)).days_waiting_on(date(2026, 1, 11)) == 10
