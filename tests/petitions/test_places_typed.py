"""Where somebody lives: asked only if the postcode does not tell, and abroad by the same form."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ledger.sed1.receipts import OwnerReceipt
from petitions.hiding import new_secret
from petitions.models import Petition, SignatureRequest
from petitions.typed import Typed
from tests.factories.petitions import (
    ask,
    code_in_last_letter,
    confirm,
    link_token_in_last_letter,
    make_petition,
    sign,
)

pytestmark = pytest.mark.django_db
QUESTION = "Dans quel département habitez-vous"


def post(client: Client, petition: Petition, **typed: Any) -> Any:
    ada = {"name": "Ada Lovelace", "email": "ada@example.org", "postcode": "01200"}
    return client.post(f"/petitions/{petition.slug}/signer/", ada | typed)


def area_confirmed(wish: SignatureRequest) -> str:
    receipt = confirm(wish, at=timezone.now()).receipt
    assert isinstance(receipt, OwnerReceipt)
    return receipt.area


def test_a_postcode_of_one_departement_asks_nothing(client: Client) -> None:
    assert post(client, make_petition(), postcode="47200").status_code == 302


def test_a_postcode_of_two_departements_asks_which_and_keeps_what_was_typed(
    client: Client,
) -> None:
    page = post(client, make_petition(), news="on")
    assert page.status_code == 422
    assert QUESTION in page.text
    assert 'value="74"' in page.text
    assert 'value="Ada Lovelace"' in page.text
    assert 'value="01200"' in page.text
    assert 'name="news" id="id_news" checked' in page.text
    assert not SignatureRequest.objects.exists()


def test_a_question_is_no_mistake(client: Client) -> None:
    page = post(client, make_petition()).text
    assert "Erreur" not in page
    assert "Il y a un problème" not in page
    assert 'href="#id_area_0"' in page


def test_the_answer_is_the_area_of_the_signature(client: Client) -> None:
    response = post(client, make_petition(), area="74")
    assert response.status_code == 302
    assert area_confirmed(SignatureRequest.objects.get()) == "74"


@pytest.mark.parametrize("area", ["47", "99", "\x00", "74 "])
def test_another_departement_is_no_answer(client: Client, area: str) -> None:
    response = post(client, make_petition(), area=area)
    assert response.status_code == 422
    assert not SignatureRequest.objects.exists()


def test_an_area_that_was_not_asked_for_is_ignored(client: Client) -> None:
    post(client, make_petition(), postcode="47200", area="74")
    assert area_confirmed(SignatureRequest.objects.get()) == "47"


@pytest.mark.parametrize("postcode", ["", "SW1A 1AA", "10115", "1050"])
def test_somebody_abroad_signs_by_the_same_form(client: Client, postcode: str) -> None:
    response = post(client, make_petition(), postcode=postcode, country="DE")
    assert response.status_code == 302
    assert area_confirmed(SignatureRequest.objects.get()) == "99"


@pytest.mark.parametrize("postcode", ["SW1A 1AA", "1050", "98000", "99138", "00100"])
def test_a_foreign_postcode_without_its_country_opens_the_list(
    client: Client, postcode: str
) -> None:
    page = post(client, make_petition(), postcode=postcode)
    assert page.status_code == 422
    assert "Choisissez votre pays" in page.text
    assert "<details open>" in page.text


@pytest.mark.parametrize(
    ("postcode", "answer"),
    [
        ("99999", "Nous ne connaissons pas le code postal 99999. Vérifiez-le. À Monaco ou"),
        ("98 000", "Nous ne connaissons pas le code postal 98000. Vérifiez-le. À Monaco ou"),
        ("4720", "Écrivez les cinq chiffres"),
        ("%(x)s4", "Écrivez les cinq chiffres"),
    ],
)
def test_five_digits_that_are_no_postcode_are_not_asked_for_again(
    client: Client, postcode: str, answer: str
) -> None:
    page = post(client, make_petition(), postcode=postcode).text
    assert answer in page
    assert ("Écrivez les cinq chiffres" in page) == ("Nous ne connaissons" not in page)


def test_a_country_that_may_have_to_be_chosen_is_not_called_optional(client: Client) -> None:
    page = post(client, make_petition(), postcode="98000").text
    assert "Votre pays" in page
    assert "(facultatif)" not in page
    assert post(client, make_petition(), postcode="98000", country="MC").status_code == 302


@pytest.mark.parametrize("country", ["FR", "XX", "DEU", "\x00", "Allemagne"])
def test_what_is_no_country_is_refused(client: Client, country: str) -> None:
    response = post(client, make_petition(), postcode="10115", country=country)
    assert response.status_code == 422
    assert not SignatureRequest.objects.exists()


def test_the_list_of_countries_is_closed_at_first(client: Client) -> None:
    page = client.get(f"/petitions/{make_petition().slug}/signer/").text
    assert "<details>" in page
    assert '<option value="BE">Belgique</option>' in page
    assert QUESTION not in page


@pytest.mark.parametrize("where", [{"postcode": "", "country": "BE"}, {"area": "74"}])
def test_the_form_to_correct_shows_where_one_lives(client: Client, where: dict[str, str]) -> None:
    waiting = post(client, make_petition(), **where)["Location"]
    page = client.get(f"{waiting}corriger/").text
    chosen = 'value="BE" selected' if "country" in where else 'value="74" id="id_area_1" required'
    assert chosen.removesuffix(" required") in page


def test_without_a_postcode_the_link_takes_the_code_and_nothing_else(client: Client) -> None:
    petition = make_petition()
    post(client, petition, postcode="", country="BE")
    code, link = code_in_last_letter(), f"/petitions/{petition.slug}/lien/"
    link += f"{link_token_in_last_letter()}/"
    wish = SignatureRequest.objects.get()
    typed = {"secret": new_secret(), "step": "confirm", "wish": str(wish.pk)}
    for guess in ("", " ", "-", "BE", "1000"):
        assert client.post(link, typed | {"proof": guess}).status_code == 422
    assert not petition.signatures.exists()
    assert client.post(link, typed | {"proof": code}).status_code == 200
    assert petition.signatures.exists()


def test_two_people_of_one_home_abroad_may_share_an_address() -> None:
    petition = make_petition()
    for name in ("Ada Lovelace", "Charles Babbage"):
        sign(petition, name=name, postcode="", country="BE")
    sign(petition, name="Mary Somerville", postcode="", country="CH")
    assert petition.signatures.count() == 2


def test_what_was_sealed_before_countries_were_asked_can_still_be_read() -> None:
    before = b'{"name": "Ada", "address": "ada@example.org", "postcode": "01200"}'
    assert Typed.from_bytes(before) == Typed("Ada", "ada@example.org", "01200")
    assert area_confirmed(ask(make_petition(), postcode="01200", at=timezone.now())) == "01"
