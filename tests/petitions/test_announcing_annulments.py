"""An annulment that is announced says so to the signer, and to the public, with its lines."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from petitions.models import Annulment, Petition
from petitions.services import ask_for_list, carry_out_annulments, undo_annulment
from tests.factories.annulments import WAITED, administrator, announced, approved, signed_by
from tests.factories.petitions import NOW
from tests.factories.recounting import online

pytestmark = pytest.mark.django_db
CONTACT = '<a href="/contact/">Écrivez-nous</a>'


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def own_page(client: Client, address: str) -> str:
    """Open the list of what `address` signed; return its page, with plain spaces."""
    own_list = ask_for_list(address=address, at=timezone.now(), network="192.0.2.0/24")
    page = f"/petitions/mes-signatures/{own_list.reference}/"
    client.post(page, {"code": own_list.mailbox.code_for(address)})
    return plain(client.get(page).text)


def figures(client: Client, petition: Petition) -> str:
    return plain(client.get(f"/petitions/{petition.slug}/chiffres/").text)


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", page)


def test_a_signer_is_told_that_the_signature_is_about_to_be_annulled(client: Client) -> None:
    petition, [ada, _] = signed_by("ada", "grace")
    announced(petition, [ada])
    page = own_page(client, "ada@example.org")
    assert "Annulation annoncée, pour le motif « fraude »" in page
    assert "L’annulation aura lieu après le 26 novembre 2026 à 13 h" in page
    assert "sauf si elle est abandonnée d’ici là" in page
    assert CONTACT in page
    assert "Annulation annoncée" not in own_page(client, "grace@example.org")


def test_a_signer_is_told_even_before_the_delay_begins(client: Client) -> None:
    petition, [ada] = signed_by("ada")
    approved(petition, [ada])
    assert "Le délai commence ensuite." in own_page(client, "ada@example.org")


def test_an_annulment_given_up_is_no_longer_announced_to_the_signer(client: Client) -> None:
    petition, [ada] = signed_by("ada")
    annulment = announced(petition, [ada])
    undo_annulment(annulment=annulment, by=annulment.proposed_by or administrator(), at=NOW)
    assert "Annulation annoncée" not in own_page(client, "ada@example.org")


def test_the_public_reads_which_lines_are_aimed_at_and_whom_to_tell(client: Client) -> None:
    petition, [ada, grace] = signed_by("ada", "grace")
    announced(petition, [grace, ada])
    page = figures(client, petition)
    assert f"Lignes du registre : n° {min(ada, grace)}, {max(ada, grace)}." in page
    assert "L’annulation aura lieu après le" in page
    assert CONTACT in page


def test_ten_lines_are_named_and_the_others_counted(client: Client) -> None:
    petition, lines = signed_by(*(f"person{number}" for number in range(12)))
    announced(petition, lines)
    named = ", ".join(map(str, sorted(lines)[:10]))
    assert f"Lignes du registre : n° {named} et 2 autres." in figures(client, petition)


def test_the_lines_of_an_annulment_given_up_stay_named(client: Client) -> None:
    petition, [ada] = signed_by("ada")
    annulment = announced(petition, [ada])
    undo_annulment(annulment=annulment, by=annulment.proposed_by or administrator(), at=NOW)
    assert f"Ligne du registre : n° {ada}." in figures(client, petition)
    assert carry_out_annulments(at=NOW + WAITED) == 0
    assert not Annulment.objects.pending().exists()


def test_reasons_for_which_nothing_was_removed_are_not_listed(client: Client) -> None:
    petition, [ada, _] = signed_by("ada", "grace")
    announced(petition, [ada])
    carry_out_annulments(at=NOW + WAITED)
    online(petition)
    page = figures(client, petition)
    assert "Annulées pour fraude :" in page
    assert "Retirées par leur signataire" not in page
    assert "décision de justice :" not in page
