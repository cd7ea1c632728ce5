"""The total hour by hour: noted once, without gaps that lie, given whole to everybody."""

import csv
import json
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.models import SealedCount
from petitions.hours import DAYS, chart_of
from petitions.models import HourlyCount, Petition
from petitions.services import close_petition, note_hour
from tests.factories.petitions import NOW, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def count(petition: Petition, online: int, *, at: datetime = NOW, paper: int = 0) -> int:
    """Have the sequencer's count say so, and note the hour of `at`."""
    figures: dict[str, Any] = {"online": online, "paper": paper, "sealed_at": at}
    SealedCount.objects.update_or_create(petition=petition.pk, defaults=figures)
    return note_hour(at=at)


def fetch(client: Client, path: str) -> str:
    """Return a streamed file, whole."""
    response = client.get(path)
    assert isinstance(response, StreamingHttpResponse)
    return response.getvalue().decode()


def noted() -> list[tuple[datetime, int, int]]:
    return list(HourlyCount.objects.values_list("hour", "online", "paper"))


def test_an_hour_is_noted_once_however_often_the_clock_asks() -> None:
    petition = make_petition()
    assert count(petition, 3, at=NOW + timedelta(minutes=1)) == 1
    assert count(petition, 4, at=NOW + timedelta(minutes=2)) == 1
    assert noted() == [(NOW, 3, 0)]


def test_an_hour_without_change_has_no_row() -> None:
    petition = make_petition()
    count(petition, 3)
    assert count(petition, 3, at=NOW + HOUR) == 0
    count(petition, 3, at=NOW + 2 * HOUR, paper=20)
    assert noted() == [(NOW, 3, 0), (NOW + 2 * HOUR, 3, 20)]


def test_an_hour_that_was_missed_is_not_made_up() -> None:
    petition = make_petition()
    assert count(petition, 3, at=NOW + timedelta(minutes=11)) == 0
    assert noted() == []


def test_what_falls_after_the_end_is_noted_too() -> None:
    petition = make_petition()
    count(petition, 3)
    close_petition(petition=petition, at=NOW)
    count(petition, 2, at=NOW + HOUR)
    assert [online for _, online, _ in noted()] == [3, 2]


def test_noting_many_petitions_costs_few_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        count(make_petition(), number)
    SealedCount.objects.update(online=9)
    with django_assert_num_queries(4):
        assert note_hour(at=NOW + HOUR) == 5


def test_the_files_give_the_same_totals_the_oldest_first(client: Client) -> None:
    petition = make_petition()
    count(petition, 3)
    count(petition, 5, at=NOW + HOUR, paper=2)
    base = f"/petitions/{petition.slug}/chiffres-par-heure"
    rows = list(csv.DictReader(StringIO(fetch(client, f"{base}.csv"))))
    hours = json.loads(fetch(client, f"{base}.json"))["hours"]
    assert [row["hour_utc"] for row in rows] == ["2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z"]
    assert rows == [{name: str(value) for name, value in hour.items()} for hour in hours]
    assert hours[1]["online_signatures_total"] == 5


def test_the_files_are_streamed_and_cost_two_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    petition = make_petition()
    hours = [HourlyCount(petition=petition, hour=NOW + n * HOUR, online=n) for n in range(2500)]
    HourlyCount.objects.bulk_create(hours)
    # A transaction of its own around what is streamed makes two savepoints in a test.
    with django_assert_num_queries(4):
        lines = fetch(client, f"/petitions/{petition.slug}/chiffres-par-heure.csv").splitlines()
    assert len(lines) == 2501


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_draft_has_no_files(client: Client, form: str) -> None:
    petition = make_draft_petition()
    url = f"/petitions/{petition.slug}/chiffres-par-heure.{form}"
    assert client.get(url).status_code == 404


def test_the_chart_has_a_total_a_day_with_those_that_had_no_change() -> None:
    petition = make_petition()
    count(petition, 3, at=NOW - timedelta(days=3))
    count(petition, 7, at=NOW - timedelta(days=1))
    chart = chart_of(petition, at=NOW)
    assert chart is not None
    assert [day.online for day in chart.days] == [3, 3, 7, 7]
    assert chart.days[-1].day == NOW.date()


def test_the_chart_begins_with_what_was_counted_long_before() -> None:
    petition = make_petition()
    count(petition, 3, at=NOW - timedelta(days=300))
    chart = chart_of(petition, at=NOW)
    assert chart is not None
    assert [day.online for day in chart.days] == [3] * DAYS


def test_one_day_makes_no_chart() -> None:
    petition = make_petition()
    assert chart_of(petition, at=NOW) is None
    count(petition, 3)
    assert chart_of(petition, at=NOW) is None


def test_the_page_draws_the_line_and_says_it_in_a_table(client: Client) -> None:
    petition = make_petition()
    count(petition, 3, at=NOW - timedelta(days=3))
    count(petition, 12345, at=NOW - timedelta(days=2))
    html = client.get(f"/petitions/{petition.slug}/chiffres/").text
    assert "<polyline points=" in html
    assert "<figcaption>Total des signatures confirmées" in html
    assert "<td>12\u202f345</td>" in html
