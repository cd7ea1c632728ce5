"""Signing as people meet it: pages, redirects, refusals, and nothing kept in the browser."""

import gzip
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from petitions.hiding import new_secret
from petitions.models import Petition, SignatureRequest
from petitions.services import close_petition
from tests.factories.petitions import (
    ask,
    code_in_last_letter,
    link_token_in_last_letter,
    make_draft_petition,
    make_petition,
    wrong_code,
)

pytestmark = pytest.mark.django_db
SIGN_PAGE_BYTES = 14_000


def post_form(client: Client, petition: Petition, **typed: Any) -> Any:
    ada = {"name": "Ada Lovelace", "email": "Ada@Example.org", "postcode": "47200"}
    return client.post(f"/petitions/{petition.slug}/signer/", ada | typed)


def waiting(client: Client, petition: Petition) -> str:
    """Ask to sign; return the address of the page that waits for the code."""
    response = post_form(client, petition)
    assert response.status_code == 302
    return str(response["Location"])


def give(client: Client, address: str, **proof: str) -> Any:
    """Send the form of a page that was opened before, as a browser without JavaScript does."""
    return client.post(address, proof | {"secret": new_secret()})


def test_three_screens_without_a_cookie(client: Client) -> None:
    petition = make_petition()
    page = client.get(f"/petitions/{petition.slug}/signer/")
    address = waiting(client, petition)
    assert "ada@example.org" in client.get(address).text
    [secret] = re.findall(r'name="secret" value="([0-9a-f]{64})"', client.get(address).text)
    confirmed = client.post(address, {"code": code_in_last_letter(), "secret": secret})
    assert (page.status_code, confirmed.status_code) == (200, 200)
    assert "Votre signature est enregistrée" in confirmed.text
    assert "Votre signature est enregistrée" in client.get(address).text
    assert not client.cookies


def test_the_sign_page_is_the_same_for_everybody(client: Client) -> None:
    response = client.get(f"/petitions/{make_petition().slug}/signer/")
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.get("Vary", "")


def test_the_sign_page_fits_its_budget_with_its_stylesheet(client: Client) -> None:
    petition = make_petition(text="Nous demandons un débat public. " * 25)
    page = client.get(f"/petitions/{petition.slug}/signer/").content
    stylesheet = Path(str(finders.find("css/site.css"))).read_bytes()
    weight = len(gzip.compress(page)) + len(gzip.compress(stylesheet))
    assert weight <= SIGN_PAGE_BYTES
    assert b"<script" not in page


def test_the_pages_of_one_browser_are_kept_nowhere(client: Client) -> None:
    address = waiting(client, make_petition())
    assert "no-store" in client.get(address)["Cache-Control"]
    correction = client.get(f"{address}corriger/")
    assert "no-store" in correction["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in correction.text
    assert "no-store" in give(client, address, code=code_in_last_letter())["Cache-Control"]


def test_a_mistyped_address_is_named_beside_its_field(client: Client) -> None:
    response = post_form(client, make_petition(), email="x")
    assert response.status_code == 422
    assert 'href="#id_email"' in response.text
    assert 'aria-invalid="true"' in response.text
    assert 'value="Ada Lovelace"' in response.text


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""},
        {"name": "?"},
        {"name": "ada@example.org"},
        {"name": "A\x00da"},
        {"name": "A" * 121},
        {"email": "ada@"},
        {"email": "ada@example.org\r\nBcc: x@example.org"},
        {"email": "a" * 400 + "@example.org"},
        {"postcode": "4"},
        {"postcode": "47200-47200-47200"},
        {"postcode": "<script>"},
        {"postcode": "🏥🏥🏥"},
    ],
)
def test_a_bad_form_changes_nothing(client: Client, typed: dict[str, str]) -> None:
    response = post_form(client, make_petition(), **typed)
    assert response.status_code == 422
    assert not SignatureRequest.objects.exists()


def test_an_address_that_signed_meets_the_same_pages(client: Client) -> None:
    petition = make_petition()
    pages = []
    for _ in range(2):
        address = waiting(client, petition)
        before = client.get(address).text
        give(client, address, code=SignatureRequest.objects.earliest("confirmed_on").code)
        after = client.get(address).text
        pages.append([without_secrets(page, address) for page in (before, after)])
    assert pages[0] == pages[1]


def without_secrets(page: str, address: str) -> str:
    """Return a page without what is drawn anew each time it is shown."""
    return re.sub(r'value="[0-9a-f]{64}"', "", page).replace(address, "")


def test_a_wrong_code_says_how_many_attempts_are_left(client: Client) -> None:
    address = waiting(client, make_petition())
    response = give(client, address, code=wrong_code(SignatureRequest.objects.get()))
    assert response.status_code == 422
    assert "Il vous reste 4 essais" in response.text


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567", "\x00", "١٢٣٤٥٦" * 9])
def test_what_is_no_code_costs_no_attempt(client: Client, code: str) -> None:
    address = waiting(client, make_petition())
    assert give(client, address, code=code).status_code == 422
    assert SignatureRequest.objects.get().attempts == 0


def test_a_code_may_be_typed_in_two_groups(client: Client) -> None:
    address = waiting(client, make_petition())
    code = code_in_last_letter()
    assert give(client, address, code=f" {code[:3]} {code[3:]}").status_code == 200


def test_five_wrong_codes_close_the_page(client: Client) -> None:
    address = waiting(client, make_petition())
    code = wrong_code(SignatureRequest.objects.get())
    statuses = [give(client, address, code=code).status_code for _ in range(6)]
    assert statuses == [422, 422, 422, 422, 429, 429]
    assert "Signer à nouveau" in client.get(address).text


def test_the_letter_may_be_asked_again(client: Client) -> None:
    address = waiting(client, make_petition())
    response = client.post(f"{address}renvoyer/")
    assert response["Location"] == f"{address}?renvoi=1"
    assert "C’est noté" in client.get(response["Location"]).text


def test_the_form_comes_back_filled_to_be_corrected(client: Client) -> None:
    petition = make_petition()
    address = waiting(client, petition)
    page = client.get(f"{address}corriger/").text
    assert 'value="ada@example.org"' in page
    assert f'action="/petitions/{petition.slug}/signer/"' in page


def test_the_link_confirms_on_another_device(client: Client) -> None:
    petition = make_petition()
    address = waiting(client, petition)
    link = f"/petitions/{petition.slug}/lien/{link_token_in_last_letter()}/"
    assert Client().get(link).status_code == 200
    assert give(Client(), link, proof="75001").status_code == 422
    assert "Relisez, puis confirmez" in give(Client(), link, proof="47200").text
    shown = {"step": "confirm", "wish": str(SignatureRequest.objects.get().pk)}
    done = give(Client(), link, proof="47200", is_sure="oui", **shown)
    assert "Votre reçu personnel" in done.text
    for page in [Client().get(link), client.get(address)]:
        assert "Votre signature est enregistrée" in page.text
        assert "Votre reçu personnel" not in page.text


def test_a_mail_scanner_confirms_nothing(client: Client) -> None:
    petition = make_petition()
    waiting(client, petition)
    link = f"/petitions/{petition.slug}/lien/{link_token_in_last_letter()}/"
    for _ in range(10):
        client.get(link)
        client.head(link)
        client.post(link)
        give(client, link)
        give(client, link, proof="")
    assert not petition.signatures.exists()
    assert SignatureRequest.objects.get().attempts == 0


def test_a_code_that_comes_by_mail_is_never_said_to_come_in_a_letter(client: Client) -> None:
    petition = make_petition()
    address = waiting(client, petition)
    link = f"/petitions/{petition.slug}/lien/{link_token_in_last_letter()}/"
    pages = [
        client.get(f"/petitions/{petition.slug}/signer/"),
        client.get(address),
        client.post(address, {"code": "12"}),
        give(client, address, code=wrong_code(SignatureRequest.objects.get())),
        client.get(link),
    ]
    for page in pages:
        words = page.text.replace("lettre par lettre", "")
        assert "lettre" not in words


def test_an_expired_wish_says_what_to_do(client: Client) -> None:
    petition = make_petition()
    wish = ask(petition, at=timezone.now() - timedelta(days=8))
    response = client.get(f"/petitions/{petition.slug}/confirmer/{wish.reference}/")
    assert response.status_code == 410
    assert "Signer à nouveau" in response.text


def test_a_closed_petition_is_gone_for_signers(client: Client) -> None:
    petition = make_petition()
    address = waiting(client, petition)
    code = code_in_last_letter()
    close_petition(petition=petition, at=timezone.now())
    assert client.get(f"/petitions/{petition.slug}/signer/").status_code == 410
    assert post_form(client, petition).status_code == 410
    assert give(client, address, code=code).status_code == 410
    assert not petition.signatures.exists()


def test_a_petition_to_come_says_when(client: Client) -> None:
    petition = make_petition(opens_at=timezone.now() + timedelta(days=3))
    response = client.get(f"/petitions/{petition.slug}/signer/")
    assert response.status_code == 403
    assert "pas encore ouverte" in response.text


@pytest.mark.parametrize("page", ["", "signer/", "chiffres/", "chiffres.json", "chiffres.csv"])
def test_a_draft_is_nowhere(client: Client, page: str) -> None:
    assert client.get(f"/petitions/{make_draft_petition().slug}/{page}").status_code == 404


@pytest.mark.parametrize("reference", ["a", "A" * 43, "-" * 43, "_" * 500])
@pytest.mark.parametrize("door", ["confirmer/{}/", "confirmer/{}/corriger/", "lien/{}/"])
def test_a_made_up_address_opens_nothing(client: Client, door: str, reference: str) -> None:
    petition = make_petition()
    response = client.get(f"/petitions/{petition.slug}/{door.format(reference)}")
    assert response.status_code == 404
    assert "Signer à nouveau" in response.text


def test_another_site_may_not_send_the_form(client: Client) -> None:
    petition = make_petition()
    response = client.post(
        f"/petitions/{petition.slug}/signer/",
        {"name": "Ada", "email": "ada@example.org", "postcode": "47200"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403
    assert not SignatureRequest.objects.exists()


def test_the_waiting_page_asks_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = waiting(client, make_petition())
    with django_assert_num_queries(1):
        client.get(address)


def test_the_sign_page_asks_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/petitions/{make_petition().slug}/signer/"
    with django_assert_num_queries(1):
        client.get(address)
