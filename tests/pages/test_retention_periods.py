"""« Données personnelles » promises the periods that the code keeps."""

import pytest
from django.test import Client
from pytest_django import Settings

from pages.starting.load import load_starter_content
from tests.factories.petitions import NOW

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_periods_of_the_settings(client: Client, settings: Settings) -> None:
    settings.SETTLED_AFTER_DAYS, settings.SIGNATURE_TRACE_DAYS = 45, 3
    settings.UNFINISHED_PROPOSAL_DAYS = 77
    load_starter_content(at=NOW)
    page = " ".join(client.get("/donnees-personnelles/").text.split())
    assert "Combien de temps chaque donnée est gardée" in page
    assert "au bout de 45 jours" in page
    assert "au bout de 3 jours" in page
    assert "au bout de 77 jours" in page
    assert "Votre soutien à une proposition" in page
    assert "L’adresse tapée pour suivre une pétition" in page
    assert "Votre refus de nos courriels" in page


def test_other_pages_of_prose_show_no_period(client: Client) -> None:
    load_starter_content(at=NOW)
    assert "Combien de temps" not in client.get("/aide/").text
