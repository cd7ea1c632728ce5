"""One count, wherever it is shown: online, of which at a desk by tens, and on paper beside."""

import csv
import json
import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.models import SealedCount, TallyCell
from petitions.models import Petition
from petitions.services import close_petition
from tests.factories.pages import make_proposal
from tests.factories.petitions import NOW, make_petition

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/propositions/",
    "{proposal}",
    "/transparence/chiffres/",
    "/petitions/{slug}/chiffres/",
    "/petitions/{slug}/encart/",
    "/petitions/{slug}/encart.svg",
]
ONLINE, DESK, PAPER = 12345, 30, 678


@pytest.fixture
def petition() -> Petition:
    """A petition with a proposal, counted at every level."""
    petition = make_petition()
    proposal = make_proposal(petition=petition)
    Petition.objects.update(proposal_path=proposal.url)
    SealedCount.objects.create(petition=petition.pk, online=ONLINE, paper=PAPER, sealed_at=NOW)
    TallyCell.objects.create(petition=petition.pk, area="48", level=2, held=DESK)
    petition.refresh_from_db()
    return petition


def fetch(client: Client, path: str) -> str:
    response = client.get(path)
    if isinstance(response, StreamingHttpResponse):
        return response.getvalue().decode()
    return response.text


def rows(client: Client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(fetch(client, path))))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_same_count_and_its_levels(
    client: Client, petition: Petition, page: str
) -> None:
    html = fetch(client, page.format(slug=petition.slug, proposal=petition.proposal_path))
    assert "12\u202f345" in html
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))
    assert "678 sur papier" in words
    assert "23 novembre 2026 à 13 h 00" in words


@pytest.mark.parametrize("page", PAGES[:-1])
def test_the_desk_is_said_by_tens(client: Client, petition: Petition, page: str) -> None:
    html = fetch(client, page.format(slug=petition.slug, proposal=petition.proposal_path))
    assert "Dont 30 au guichet, par dizaines." in html


def test_every_file_says_the_same_count(client: Client, petition: Petition) -> None:
    base = f"/petitions/{petition.slug}"
    whole: dict[str, Any] = json.loads(fetch(client, f"{base}/chiffres.json"))
    live = json.loads(fetch(client, f"{base}/compte.json"))
    [one] = rows(client, f"{base}/chiffres.csv")
    [among] = rows(client, "/petitions/chiffres.csv")
    figures = {row["cle"]: row["valeur"] for row in rows(client, "/transparence/chiffres.csv")}
    assert one == among
    assert one == {name: "" if whole[name] is None else str(whole[name]) for name in one}
    assert (whole["online_signatures"], whole["paper_signatures"]) == (ONLINE, PAPER)
    assert whole["desk_signatures_by_tens"] == DESK
    assert live == {"online": ONLINE, "paper": PAPER, "as_of": whole["as_of"]}
    assert figures[f"petition.{petition.slug}.en-ligne"] == str(ONLINE)
    assert figures[f"petition.{petition.slug}.papier"] == str(PAPER)


def test_the_page_of_a_closed_petition_shows_the_count(client: Client, petition: Petition) -> None:
    close_petition(petition=petition, at=NOW - timedelta(days=1))
    response = client.get(f"/petitions/{petition.slug}/signer/")
    assert response.status_code == 410
    assert "12\u202f345" in response.text


def test_nothing_at_a_desk_or_on_paper_is_said_too(client: Client) -> None:
    html = client.get(f"/petitions/{make_petition().slug}/chiffres/").text
    assert "Dont 0 au guichet, par dizaines." in html
    assert re.search(r"En plus\u00a0:\s+0\s+sur papier", re.sub(r"<[^>]*>", "", html))


def test_the_number_that_moves_is_small_and_kept_a_moment(
    client: Client, petition: Petition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        response = client.get(f"/petitions/{petition.slug}/compte.json")
    assert len(response.content) < 300
    assert response["Cache-Control"] == "public, max-age=10"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
