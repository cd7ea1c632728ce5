"""« Mes signatures » as people meet it: three screens, the same for signers and strangers."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from core.logs import json_formatter
from core.models import OutboxLetter
from ledger.models import Entry
from ledger.sed1.entries import Kind
from pages.viewsets.petitions import PetitionForm
from petitions.models import OwnList, Petition
from petitions.services import ask_for_list
from tests.factories.accounts import make_person_with
from tests.factories.petitions import make_draft_petition, make_petition, signed
from tests.factories.recounting import online

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
ASK = "/petitions/mes-signatures/"
FOREIGN = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def waiting(client: Client, address: str = ADA) -> str:
    """Ask for a list; return the address of the page that waits for the code."""
    response = client.post(ASK, {"email": address})
    assert response.status_code == 302
    return str(response["Location"])


def code() -> str:
    """Return the code that the last list's letter carries."""
    own_list = OwnList.objects.latest("asked_at")
    return own_list.mailbox.code_for(own_list.address())


def opened(client: Client, address: str = ADA) -> str:
    """Ask for a list, type the code; return the address of its page."""
    page = waiting(client, address)
    assert client.post(page, {"code": code()}).status_code == 302
    return page


def petition_with(*addresses: str) -> tuple[Petition, list[str]]:
    """Return a petition and the C of those who signed it, in hexadecimal."""
    petition = make_petition()
    confirmed = [signed(petition, address=address) for address in addresses]
    return petition, [one.hidden.commitment.hex() for one in confirmed]


def nothing_left(petition: Petition) -> bool:
    kinds = [Kind.ANNUL, Kind.WITHDRAW]
    return not Entry.objects.filter(petition=petition.pk, kind__in=kinds).exists()


def test_three_screens_without_a_cookie(client: Client) -> None:
    petition, _ = petition_with(ADA)
    online(petition)
    assert client.get(ASK).status_code == 200
    page = waiting(client, "Ada@Example.org")
    assert ADA in client.get(page).text
    response = client.post(page, {"code": f"{code()[:3]} {code()[3:]}"})
    assert response["Location"] == page
    listed = client.get(page).text
    assert petition.title in listed
    assert "comptée" in listed
    assert not client.cookies


def test_a_signature_is_withdrawn_after_a_second_look(client: Client) -> None:
    petition, [commitment] = petition_with(ADA)
    page = opened(client)
    sure = client.post(f"{page}retirer/", {"commitment": commitment})
    assert "Retirer votre signature\u202f?" in sure.text
    assert (petition.signatures.count(), nothing_left(petition)) == (1, True)
    done = client.post(f"{page}retirer/", {"commitment": commitment, "sure": "oui"})
    assert done["Location"] == f"{page}?retrait=1"
    listed = client.get(done["Location"]).text
    assert "Votre signature est retirée" in listed
    assert "Il ne reste aucune signature" in listed
    assert "reste ouverte dans ce navigateur jusqu’au" in listed
    assert (petition.signatures.count(), online(petition)) == (0, 0)


def test_withdrawing_again_says_that_it_may_be_done(client: Client) -> None:
    petition, [commitment] = petition_with(ADA)
    page = opened(client)
    sent = {"commitment": commitment, "sure": "oui"}
    client.post(f"{page}retirer/", sent)
    again = client.post(f"{page}retirer/", sent)
    assert again.status_code == 404
    assert "déjà retirée" in again.text
    assert online(petition) == 0


def test_a_stranger_meets_the_same_pages_as_a_signer(client: Client) -> None:
    petition_with(ADA)
    seen = []
    for address in [ADA, "bob@example.org"]:
        page = waiting(client, address)
        texts = [client.get(page).text, client.post(page, {"code": "12"}).text]
        seen.append([text.replace(page, "").replace(address, "") for text in texts])
    assert seen[0] == seen[1]


def test_a_list_of_nothing_says_what_to_try(client: Client) -> None:
    petition_with(ADA)
    assert "Essayer une autre adresse" in client.get(opened(client, "bob@example.org")).text


def test_two_people_at_one_address_are_told_apart(client: Client) -> None:
    petition = make_petition()
    for name in ["Ada Lovelace", "Charles Babbage"]:
        signed(petition, name=name)
    page = client.get(opened(client)).text
    assert "Première personne de cette adresse" in page
    assert "Seconde personne de cette adresse" in page


def test_reading_changes_nothing_however_often(client: Client) -> None:
    petition, [commitment] = petition_with(ADA)
    page = waiting(client)
    doors = [page, f"{page}?code={code()}", f"{page}retirer/", f"{page}renvoyer/"]
    for _ in range(3):
        for door in doors:
            client.get(door, {"commitment": commitment, "sure": "oui"})
            client.head(door)
    own_list = OwnList.objects.latest("asked_at")
    assert not OwnList.objects.filter(Q(is_open=True) | Q(attempts__gt=0)).exists()
    assert petition.signatures.count() == 1
    assert own_list.mailbox.letters == 1


def test_pages_of_one_browser_are_kept_nowhere(client: Client) -> None:
    petition_with(ADA)
    page = waiting(client)
    assert "no-store" in client.get(page)["Cache-Control"]
    client.post(page, {"code": code()})
    assert "no-store" in client.get(page)["Cache-Control"]
    assert client.get(ASK)["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("address", ["", "ada", "ada@", "a\x00@example.org", "é@example.org", "🏥"])
def test_a_bad_address_is_named_beside_its_field(client: Client, address: str) -> None:
    response = client.post(ASK, {"email": address})
    assert response.status_code == 422
    assert 'href="#id_email"' in response.text
    assert not OwnList.objects.exists()
    assert not OutboxLetter.objects.exists()


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "\x00", "١٢٣٤٥٦" * 9])
def test_what_is_no_code_costs_no_attempt(client: Client, typed: str) -> None:
    page = waiting(client)
    assert client.post(page, {"code": typed}).status_code == 422
    assert not OwnList.objects.filter(attempts__gt=0).exists()


def test_five_wrong_codes_close_the_page(client: Client) -> None:
    page = waiting(client)
    wrong = f"{(int(code()) + 1) % 10**6:06d}"
    statuses = [client.post(page, {"code": wrong}).status_code for _ in range(6)]
    assert statuses == [422, 422, 422, 422, 429, 429]
    assert "Trop de codes erronés" in client.get(page).text


def test_the_letter_may_be_asked_again(client: Client) -> None:
    page = waiting(client)
    response = client.post(f"{page}renvoyer/")
    assert response["Location"] == f"{page}?renvoi=1"
    assert "C’est noté" in client.get(response["Location"]).text


@pytest.mark.parametrize("reference", ["a", "A" * 43, "-" * 43, "_" * 500, "signer"])
@pytest.mark.parametrize("door", ["", "renvoyer/", "retirer/"])
def test_a_made_up_address_opens_nothing(client: Client, door: str, reference: str) -> None:
    _, [commitment] = petition_with(ADA)
    response = client.post(
        f"{ASK}{reference}/{door}", {"code": "123456", "commitment": commitment, "sure": "oui"}
    )
    assert response.status_code == 404
    assert "n’existe pas, ou plus" in response.text


def test_a_list_that_is_over_says_so(client: Client) -> None:
    own_list = ask_for_list(address=ADA, at=timezone.now() - timedelta(hours=23))
    for door in ["", "renvoyer/"]:
        response = client.post(f"{ASK}{own_list.reference}/{door}", {"code": "123456"})
        assert response.status_code == 410
        assert "Cette page est fermée" in response.text


@pytest.mark.parametrize(
    "sent", [{}, {"commitment": ""}, {"commitment": "zz"}, {"commitment": "0" * 64}]
)
@pytest.mark.parametrize("sure", ["", "oui"])
def test_garbage_withdraws_nothing(client: Client, sent: dict[str, str], sure: str) -> None:
    petition, _ = petition_with(ADA)
    response = client.post(f"{opened(client)}retirer/", sent | {"sure": sure})
    assert response.status_code == 404
    assert "n’est pas dans votre liste" in response.text
    assert (petition.signatures.count(), nothing_left(petition)) == (1, True)


@pytest.mark.parametrize("sure", ["", "oui"])
def test_the_signature_of_somebody_else_is_not_withdrawn(client: Client, sure: str) -> None:
    petition, [_, others] = petition_with(ADA, "charles@example.org")
    response = client.post(f"{opened(client)}retirer/", {"commitment": others, "sure": sure})
    assert response.status_code == 404
    assert petition.title not in response.text
    assert (petition.signatures.count(), nothing_left(petition)) == (2, True)


def test_a_list_that_was_not_opened_withdraws_nothing(client: Client) -> None:
    petition, [commitment] = petition_with(ADA)
    page = waiting(client)
    response = client.post(f"{page}retirer/", {"commitment": commitment, "sure": "oui"})
    assert response["Location"] == page
    assert (petition.signatures.count(), nothing_left(petition)) == (1, True)


def test_another_site_may_not_send_the_forms(client: Client) -> None:
    petition, [commitment] = petition_with(ADA)
    page = opened(client)
    sent = {"email": ADA, "code": code(), "commitment": commitment, "sure": "oui"}
    for door in [ASK, page, f"{page}renvoyer/", f"{page}retirer/"]:
        assert client.post(door, sent, headers=FOREIGN).status_code == 403
    assert petition.signatures.count() == 1
    assert OwnList.objects.count() == 2


def test_asking_costs_the_same_whatever_was_signed(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    petition_with(ADA)
    with django_assert_max_num_queries(12) as first:
        waiting(client)
    with django_assert_max_num_queries(12) as second:
        waiting(client, "bob@example.org")
    assert len(first) == len(second)


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    """Everything that would be printed at the most talkative level we allow."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_formatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_neither_address_nor_reference_is_in_a_log_line_or_a_link(
    client: Client, printed: io.StringIO
) -> None:
    canary = "canari.dupont@example.org"
    petition, [commitment] = petition_with(canary)
    page = opened(client, canary)
    wrong: list[Any] = [
        client.post(f"{page}retirer/", {"commitment": "0" * 64}),
        client.post(page, {"code": "x"}),
        client.post(f"{page}retirer/", {"commitment": commitment, "sure": "oui"}),
    ]
    lines = printed.getvalue() + page + "".join(one.headers.get("Location", "") for one in wrong)
    assert "canari" not in lines
    reference = page.strip("/").rpartition("/")[2]
    assert reference not in printed.getvalue()
    assert petition.signatures.count() == 0


def test_no_petition_takes_the_address_of_the_page() -> None:
    with pytest.raises(IntegrityError, match="petition_slug_is_no_page"), transaction.atomic():
        make_draft_petition(slug="mes-signatures")
    form = PetitionForm({"slug": "mes-signatures"}, for_user=make_person_with("editor"))
    assert "celle d’une autre page" in str(form.errors["slug"])


def test_the_pages_say_nothing_of_letters(client: Client) -> None:
    """What comes by mail is « un courriel » here, as everywhere."""
    page = waiting(client)
    for html in [client.get(ASK).text, client.get(page).text]:
        assert "lettre" not in re.sub("lettre par lettre", "", html)
