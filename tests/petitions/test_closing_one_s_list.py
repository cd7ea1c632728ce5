"""« Mes signatures » on a borrowed device: whoever comes next finds nothing behind its address."""

import pytest
from django.test import Client
from django.utils import timezone

from petitions.models import OwnList
from petitions.services import ask_for_list, open_list
from tests.factories.petitions import make_petition, signed

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


def test_a_closed_list_shows_and_withdraws_nothing_any_more(client: Client) -> None:
    petition, at = make_petition(), timezone.now()
    commitment = signed(petition, at=at).hidden.commitment.hex()
    own_list = ask_for_list(address=ADA, at=at)
    open_list(reference=own_list.reference, code=own_list.mailbox.code_for(ADA), at=at)
    page = f"/petitions/mes-signatures/{own_list.reference}/"
    assert "Fermer cette liste" in client.get(page).text
    for _ in range(2):
        assert "Votre liste est fermée" in client.post(f"{page}fermer/").text
    assert client.get(page).status_code == 404
    withdrawn = {"commitment": commitment, "sure": "oui"}
    assert client.post(f"{page}retirer/", withdrawn).status_code == 404
    assert petition.signatures.count() == 1


def test_who_knows_no_list_closes_none(client: Client) -> None:
    ask_for_list(address=ADA, at=timezone.now())
    before = OwnList.objects.count()
    for reference in ("x", "A" * 43):
        assert client.post(f"/petitions/mes-signatures/{reference}/fermer/").status_code == 200
    assert OwnList.objects.count() == before
