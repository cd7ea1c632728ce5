"""Answering a contribution."""

import pytest
from django.test import Client

from debates.models import Contribution
from tests.factories.debates import make_author, make_contribution, publish, refuse

pytestmark = pytest.mark.django_db


def test_somebody_answers_a_public_contribution(client: Client) -> None:
    root = publish(make_contribution(make_author(), body="Le texte de départ."))
    client.force_login(make_author())
    path = f"/debats/{root.debate.slug}/participer/repondre/{root.pk}/"
    assert "Le texte de départ." in client.get(path).content.decode()
    client.post(path, {"body": "Ma réponse.", "step": "send"})
    assert Contribution.objects.get(parent=root).kind == Contribution.Kind.REPLY


def test_only_public_roots_are_answered(client: Client) -> None:
    root = publish(make_contribution(make_author()))
    reply = publish(make_contribution(make_author(), parent=root))
    refused = refuse(make_contribution(make_author(), debate=root.debate))
    waiting = make_contribution(make_author(), debate=root.debate)
    client.force_login(make_author())
    for asked in [reply, refused, waiting]:
        path = f"/debats/{root.debate.slug}/participer/repondre/{asked.pk}/"
        assert client.get(path).status_code == 404
