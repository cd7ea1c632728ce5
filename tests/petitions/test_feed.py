"""The timeline of a petition, for feed readers."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from petitions.models import Event, Petition
from petitions.services.timeline import record
from tests.factories.pages import make_proposal
from tests.factories.petitions import NOW, make_petition

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: Client, petition: Petition) -> list[ElementTree.Element]:
    response = client.get(f"/petitions/{petition.slug}/fil.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314  (ours)


def test_what_happened_is_in_the_feed_and_what_is_to_come_is_not(client: Client) -> None:
    petition = make_petition()
    now = timezone.now()
    record(petition=petition.pk, kind=Event.Kind.NEWS, at=now - timedelta(hours=1), note="Reçus.")
    record(petition=petition.pk, kind=Event.Kind.MEETING, at=now + timedelta(days=9))
    found = [entry.findtext(f"{ATOM}title") for entry in entries(client, petition)]
    assert found == ["Nouvelle", "Ouverte à la signature"]


def test_each_step_has_an_identity_of_its_own(client: Client) -> None:
    petition = make_petition()
    for note in ("Un.", "Deux."):
        record(petition=petition.pk, kind=Event.Kind.NEWS, at=NOW - timedelta(days=2), note=note)
    identities = {entry.findtext(f"{ATOM}id") for entry in entries(client, petition)}
    assert len(identities) == 3


def test_signs_of_control_leave_the_feed_whole(client: Client) -> None:
    petition = make_petition()
    Petition.objects.filter(pk=petition.pk).update(title="Un\x0btitre & <b>")
    record(
        petition=petition.pk, kind=Event.Kind.NEWS, at=NOW - timedelta(days=2), note="\x01Oui <b>"
    )
    assert entries(client, petition)[0].findtext(f"{ATOM}summary") == "Oui &lt;b&gt;"


def test_the_feed_costs_two_queries_however_long(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    petition = make_petition()
    for _ in range(20):
        record(petition=petition.pk, kind=Event.Kind.NEWS, at=NOW - timedelta(days=2))
    with django_assert_num_queries(2):
        client.get(f"/petitions/{petition.slug}/fil.atom")


def test_the_pages_of_a_petition_name_its_feed(client: Client) -> None:
    petition = make_petition()
    proposal = make_proposal(petition=petition)
    link = rf'<link rel="alternate" type="application/atom[^>]*/{petition.slug}/fil.atom">'
    for path in (f"/petitions/{petition.slug}/chiffres/", proposal.url):
        assert re.search(link, client.get(path).text)
