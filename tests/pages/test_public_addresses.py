"""Every public address of the design answers, the same to everybody, and within its budget."""

import gzip
import re

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from committees.models import Committee
from debates.models import Debate
from pages.models.base import BasePage
from petitions.models import Petition
from transparency.models import Fact

pytestmark = pytest.mark.django_db

FIXED = [
    "/",
    "/propositions/",
    "/texte-fondateur/",
    "/debats/",
    "/comites/",
    "/transparence/",
    "/transparence/faits/",
    "/transparence/chiffres/",
    "/transparence/chiffres.json",
    "/transparence/chiffres.csv",
    "/transparence/donnees/",
    "/transparence/donnees/faits.json",
    "/transparence/donnees/faits.csv",
    "/transparence/methode/",
    "/moderation/journal/",
    "/moderation/charte/",
    "/qui-sommes-nous/",
    "/aide/",
    "/contact/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/verification-des-signatures/",
    "/petitions/chiffres.csv",
    "/petitions/mes-signatures/",
    "/petitions/en-attente/",
    "/petitions/en-attente.json",
    "/petitions/en-attente.csv",
    "/registre/",
    "/registre/verifier/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
]
LARGEST_PAGE = 100_000


def public_addresses() -> list[str]:
    petition = Petition.objects.order_by("pk")[0]
    debate = Debate.objects.order_by("pk")[0]
    committee = Committee.objects.by_place()[0]
    fact = Fact.objects.published().order_by("pk")[0]
    return [
        *FIXED,
        petition.proposal_path,
        f"/petitions/{petition.slug}/signer/",
        f"/petitions/{petition.slug}/retirer/",
        f"/petitions/{petition.slug}/chiffres/",
        f"/petitions/{petition.slug}/chiffres.json",
        f"/petitions/{petition.slug}/chiffres.csv",
        f"/petitions/{petition.slug}/chiffres-par-heure.csv",
        f"/petitions/{petition.slug}/chiffres-par-heure.json",
        f"/petitions/{petition.slug}/compte.json",
        f"/petitions/{petition.slug}/encart/",
        f"/petitions/{petition.slug}/encart.svg",
        f"/petitions/{petition.slug}/fil.atom",
        f"/petitions/{petition.slug}/partage.png",
        debate.get_absolute_url(),
        committee.get_absolute_url(),
        fact.get_absolute_url(),
    ]


@pytest.fixture
def starter_content() -> None:
    call_command("load_starter_content")


@pytest.mark.usefixtures("starter_content")
def test_public_addresses_answer_the_same_to_everybody(
    client: Client, subtests: pytest.Subtests
) -> None:
    for address in public_addresses():
        with subtests.test(address=address):
            response = client.get(address)
            assert response.status_code == 200
            assert not response.cookies
            assert "Cookie" not in response.get("Vary", "")
            assert "public" in response["Cache-Control"]
            # What streams has no fingerprint before its end.
            assert response.streaming or response["ETag"]
            assert "'unsafe-inline'" not in response["Content-Security-Policy"]


@pytest.mark.usefixtures("starter_content")
def test_public_pages_load_nothing_from_elsewhere(
    client: Client, subtests: pytest.Subtests
) -> None:
    loaded = re.compile(
        rb'<(?:img|script|iframe|source)[^>]+src="([^"]+)"|<link[^>]+href="([^"]+)"'
    )
    for address in public_addresses():
        with subtests.test(address=address):
            html = b"".join(client.get(address))
            for found in loaded.findall(html):
                source = b"".join(found).decode()
                assert source.startswith(("/static/", "/", "http://testserver/"))
            assert b"style=" not in html
            assert not re.search(rb"<script(?![^>]+src=)(?![^>]+application/ld\+json)", html)


@pytest.mark.usefixtures("starter_content")
def test_public_pages_keep_their_budget(client: Client, subtests: pytest.Subtests) -> None:
    for address in public_addresses():
        with subtests.test(address=address):
            html = b"".join(client.get(address))
            limit = LARGEST_PAGE if not address.endswith((".json", ".csv")) else 1_000_000
            assert len(gzip.compress(html)) < limit
            assert len(html) < limit


@pytest.mark.usefixtures("starter_content")
def test_starter_content_is_loaded_once() -> None:
    before = [Petition.objects.count(), Debate.objects.count(), Fact.objects.count()]
    Committee.objects.all().delete()
    call_command("load_starter_content")
    assert [Petition.objects.count(), Debate.objects.count(), Fact.objects.count()] == before
    assert not Committee.objects.exists()


@pytest.mark.parametrize("path", ["/_util/login/", "/_util/authenticate_with_password/1/1/"])
def test_nobody_logs_in_by_a_door_of_wagtail(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_no_page_can_be_shown_to_some_readers_only() -> None:
    """What one of them reads, a cache would show to all."""
    assert all(page.private_page_options == [] for page in BasePage.__subclasses__())


@pytest.mark.usefixtures("starter_content")
def test_pages_cost_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    costs = {
        "/": 10,
        "/propositions/": 10,
        "/propositions/debat-public-sur-l-espace-numerique-de-sante/": 20,
        "/texte-fondateur/": 7,
        "/transparence/": 10,
        "/aide/": 6,
    }
    for address, most in costs.items():
        client.get(address)  # the site and its root are cached by Wagtail
        with django_assert_max_num_queries(most):
            client.get(address)
