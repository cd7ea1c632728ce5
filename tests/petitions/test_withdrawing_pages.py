"""« Retirer ma signature » as people meet it, with a receipt and with garbage."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from petitions.models import Petition
from petitions.services import Confirmed, close_petition
from tests.factories.petitions import NOW, make_draft_petition, make_petition, signed
from tests.factories.recounting import online
from tests.petitions.leaving import opening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def page_of(petition: Petition) -> str:
    return f"/petitions/{petition.slug}/retirer/"


def sent(confirmed: Confirmed) -> dict[str, str]:
    """Return what the script sends: `index` is of no use to us, and may be anything."""
    return {"index": "x"} | {name: value.hex() for name, value in opening(confirmed).items()}


def test_the_page_explains_both_ways_and_is_the_same_for_everybody(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    petition = make_petition()
    with django_assert_num_queries(1):
        response = client.get(page_of(petition))
    assert response["Cache-Control"] == "public, max-age=60"
    assert f'hidden data-withdraw="{petition.pk}"' in response.text
    assert 'href="/petitions/mes-signatures/"' in response.text
    assert "<noscript>" in response.text
    for field in ["recu", "adresse"]:
        assert f'id="{field}" name' not in response.text


def test_a_receipt_withdraws_and_a_second_time_says_so(client: Client) -> None:
    petition = make_petition()
    receipt = signed(petition)
    first, second = (client.post(page_of(petition), sent(receipt)) for _ in range(2))
    assert "Votre signature est retirée" in first.text
    assert "Cette signature est déjà retirée" in second.text
    assert {first.status_code, second.status_code} == {200}
    assert "no-store" in first["Cache-Control"]
    assert not client.cookies
    assert online(petition) == 0


def test_a_receipt_withdraws_from_a_closed_petition(client: Client) -> None:
    petition = make_petition()
    receipt = signed(petition)
    close_petition(petition=petition, at=NOW)
    assert "Votre signature est retirée" in client.post(page_of(petition), sent(receipt)).text
    assert online(petition) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"commitment": ""}, "Ce n’est pas un reçu complet."),
        ({"w": "zz"}, "Ce n’est pas un reçu complet."),
        ({"identity": "0" * 63}, "Ce n’est pas un reçu complet."),
        ({"identity": "0" * 65}, "Ce n’est pas un reçu complet."),
        ({"w": "é" * 64}, "Ce n’est pas un reçu complet."),
        ({"w": "\x00" * 64}, "Ce n’est pas un reçu complet."),
        ({"commitment": "0" * 64}, "Aucune signature de cette pétition"),
        ({"w": "0" * 64}, "Ce reçu n’ouvre pas cette signature."),
        ({"identity": "f" * 64}, "Ce reçu n’ouvre pas cette signature."),
    ],
)
def test_garbage_withdraws_nothing_and_says_what_to_do(
    client: Client, change: dict[str, str], words: str
) -> None:
    petition = make_petition()
    response = client.post(page_of(petition), sent(signed(petition)) | change)
    assert response.status_code == 422
    assert words in response.text
    assert (petition.signatures.count(), online(petition)) == (1, 1)


def test_an_empty_form_withdraws_nothing(client: Client) -> None:
    petition = make_petition()
    signed(petition)
    assert client.post(page_of(petition)).status_code == 422
    assert petition.signatures.count() == 1


def test_the_secret_of_one_signature_opens_no_other(client: Client) -> None:
    petition = make_petition()
    mine, others = (sent(signed(petition, address=f"{a}@example.org")) for a in ["ada", "bob"])
    response = client.post(page_of(petition), mine | {"commitment": others["commitment"]})
    assert response.status_code == 422
    assert (petition.signatures.count(), online(petition)) == (2, 2)


def test_a_receipt_is_refused_on_the_page_of_another_petition(client: Client) -> None:
    petition = make_petition()
    receipt = sent(signed(petition))
    assert client.post(page_of(make_petition()), receipt).status_code == 422
    assert petition.signatures.count() == 1


def test_another_site_may_not_send_the_form(client: Client) -> None:
    petition = make_petition()
    response = client.post(
        page_of(petition), sent(signed(petition)), headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert petition.signatures.count() == 1


def test_a_draft_is_nowhere(client: Client) -> None:
    petition = make_draft_petition()
    assert client.get(page_of(petition)).status_code == 404
    assert client.post(page_of(petition)).status_code == 404


def test_the_figures_lead_to_the_page_and_explain_what_left(client: Client) -> None:
    petition = make_petition()
    client.post(page_of(petition), sent(signed(petition)))
    online(petition)
    figures = client.get(f"/petitions/{petition.slug}/chiffres/").text
    assert page_of(petition) in figures
    assert "1 signature n’est plus comptée" in figures
