"""The count: one number, with its moment, wherever it is shown."""

import csv
import re
from io import StringIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.moments import day_fr, hour_fr
from ledger.services import seal
from petitions.citation import citation
from petitions.figures import PublicCount, count_of, counts_of
from tests.factories.petitions import NOW, make_petition, sign

pytestmark = pytest.mark.django_db


def test_a_signature_counts_once_its_group_is_sealed() -> None:
    petition = make_petition()
    sign(petition)
    assert count_of(petition).online == 0
    seal(at=NOW)
    count = count_of(petition)
    assert (count.online, count.as_of) == (1, NOW)


def test_nothing_counted_yet_is_zero_since_the_opening() -> None:
    petition = make_petition()
    assert count_of(petition).as_of == petition.opens_at


def test_many_counts_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    petitions = [make_petition() for _ in range(3)]
    with django_assert_num_queries(1):
        assert len(counts_of(petitions)) == 3
    with django_assert_num_queries(0):
        assert counts_of([]) == {}


def test_page_json_and_csv_say_the_same(client: Client) -> None:
    petition = make_petition()
    for name in ["Ada Lovelace", "Charles Babbage"]:
        sign(petition, name=name)
    seal(at=NOW)
    base = f"/petitions/{petition.slug}/chiffres"
    said = client.get(f"{base}.json").json()
    [row] = csv.DictReader(StringIO(client.get(f"{base}.csv").getvalue().decode()))
    assert said["online_signatures"] == 2
    assert row["online_signatures"] == "2"
    assert said["as_of"] == row["as_of"] == NOW.isoformat()
    assert '<strong data-count="online">2</strong>' in client.get(f"{base}/").text
    assert petition.text_sha256 in client.get(f"{base}/").text


@pytest.mark.parametrize(("form", "queries"), [("/", 7), (".json", 12), (".csv", 2)])
def test_the_figures_are_public_and_ask_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, form: str, queries: int
) -> None:
    petition = make_petition()
    with django_assert_num_queries(queries):
        response = client.get(f"/petitions/{petition.slug}/chiffres{form}")
    assert response["Cache-Control"] == "public, max-age=10"
    assert not response.cookies


def test_a_petition_leads_to_its_proposal(client: Client) -> None:
    petition = make_petition()
    response = client.get(f"/petitions/{petition.slug}/")
    assert (response.status_code, response["Location"]) == (302, petition.proposal_path)


def test_a_petition_without_a_proposal_leads_to_its_figures(client: Client) -> None:
    petition = make_petition(proposal_path="")
    response = client.get(f"/petitions/{petition.slug}/")
    assert response["Location"] == f"/petitions/{petition.slug}/chiffres/"


def test_an_address_that_two_may_share_is_not_said_to_count_once(client: Client) -> None:
    page = client.get(f"/petitions/{make_petition().slug}/chiffres/").text
    assert "deux personnes du même foyer peuvent signer" in page
    assert "Une adresse compte une fois" not in page


def test_the_count_is_quoted_with_its_moment_its_licence_and_its_address(client: Client) -> None:
    petition = make_petition(title="Une maternité à vingt minutes")
    sign(petition)
    seal(at=NOW)
    said = re.sub("[\u202f\xa0]", " ", client.get(f"/petitions/{petition.slug}/chiffres/").text)
    moment = f"{day_fr(NOW)} à {hour_fr(NOW)}".replace("\xa0", " ")
    assert (
        "Santé en débat, « Une maternité à vingt minutes », 1 signature confirmée par courriel "
        f"ou au guichet, comptée le {moment}, Licence Ouverte 2.0, http"
    ) in said
    assert f"/petitions/{petition.slug}/chiffres/</blockquote>" in said


def test_the_signed_text_is_said_to_be_a_file_of_json(client: Client) -> None:
    page = client.get(f"/petitions/{make_petition().slug}/chiffres/").text
    assert "tel que le registre le garde (fichier JSON)" in page


def test_paper_is_quoted_beside_what_is_online() -> None:
    count = PublicCount(online=1234, paper=12, as_of=NOW)
    said = re.sub("\xa0", " ", citation(make_petition(), count))
    assert "1\u202f234 signatures confirmées par courriel ou au guichet et 12 sur papier" in said
    assert "sur papier, comptées le" in said
    none = re.sub("\xa0", " ", citation(make_petition(), PublicCount(online=0, as_of=NOW)))
    assert "0 signature confirmée par courriel ou au guichet, comptée le" in none


def test_a_button_copies_the_quotation(client: Client) -> None:
    page = client.get(f"/petitions/{make_petition().slug}/chiffres/").text
    assert 'data-label="Copier ce texte"' in page
    assert re.search(r'src="[^"]*/js/copy\.[^"]*js"', page)
