"""The list of debates."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from debates.services import close_debate
from tests.factories.debates import (
    NOW,
    make_author,
    make_contribution,
    make_debate,
    make_draft,
    publish,
)

pytestmark = pytest.mark.django_db


def test_the_list_shows_open_debates_before_finished_ones(client: Client) -> None:
    over = make_debate(title="Le passé")
    close_debate(debate=over, at=NOW)
    make_debate(title="Le présent")
    make_draft(title="Le brouillon")
    html = client.get("/debats/").content.decode()
    assert html.index("Le présent") < html.index("Le passé")
    assert "Le brouillon" not in html


def test_the_list_of_finished_debates_goes_on_by_key(client: Client) -> None:
    debates = [make_debate(title=f"Débat {number:02}") for number in range(21)]
    for debate in debates:
        close_debate(debate=debate, at=NOW)
    first = client.get("/debats/").content.decode()
    [key] = re.findall(r"\?avant=(\d+)", first)
    second = client.get(f"/debats/?avant={key}").content.decode()
    assert "Débat 00" not in first
    assert "Débat 00" in second


def test_the_list_costs_three_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        publish(make_contribution(make_author()))
    with django_assert_max_num_queries(3):
        client.get("/debats/")
