"""A letter held back goes at once for a proof of work, made for it alone and good once."""

import re
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.models import OutboxLetter
from petitions.models import Petition, SignatureRequest
from petitions.services import challenge_for, hasten_letter
from tests.factories.petitions import NOW, choice, confirm, make_petition
from tests.petitions.test_guarding import ask_from, limit

pytestmark = pytest.mark.django_db
NETWORK = "192.0.2.0/24"
FIELD = re.compile(r'<input type="hidden" name="(salt|challenge|signature)" value="([^"]*)">')


def held(petition: Petition | None = None, name: str = "grace") -> SignatureRequest:
    """Return a wish whose letter waits for ten minutes."""
    limit("petition", 1)
    petition = petition or make_petition()
    ask_from(NETWORK, petition)
    return ask_from(NETWORK, petition, name)


def solved(challenge: dict[str, Any]) -> dict[str, Any]:
    """Do what the script does."""
    salt = challenge["salt"]
    number = next(
        number
        for number in range(50_001)
        if sha256(f"{salt}{number}".encode()).hexdigest() == challenge["challenge"]
    )
    return {name: challenge[name] for name in ["salt", "challenge", "signature"]} | {
        "number": number
    }


def due(wish: SignatureRequest) -> Any:
    return OutboxLetter.objects.get(pk=wish.pk).not_before


def page_of(wish: SignatureRequest) -> str:
    return f"/petitions/{wish.petition.slug}/confirmer/{wish.reference}/"


def now_held(client: Client) -> str:
    """Ask twice from one network, as two browsers do now; return the second one's page."""
    limit("petition", 1)
    petition = make_petition()
    for name in ["ada", "grace"]:
        typed = {"name": "Ada Lovelace", "email": f"{name}@x.fr", "postcode": "47200"}
        response = client.post(f"/petitions/{petition.slug}/signer/", typed)
    return str(response["Location"])


def test_a_solved_challenge_lets_the_letter_go_at_once() -> None:
    wish = held()
    assert due(wish) > NOW
    hasten_letter(reference=wish.reference, at=NOW, **solved(challenge_for(wish)))
    assert due(wish) == NOW


def test_a_solution_serves_once() -> None:
    wish = held()
    solution = solved(challenge_for(wish))
    hasten_letter(reference=wish.reference, at=NOW, **solution)
    later = NOW.replace(hour=13)
    OutboxLetter.objects.filter(pk=wish.pk).update(not_before=later)
    hasten_letter(reference=wish.reference, at=NOW, **solution)
    assert due(wish) == later


def test_a_solution_is_good_for_no_other_wish(client: Client) -> None:
    petition = make_petition()
    mine, other = held(petition), ask_from(NETWORK, petition, "charles")
    response = client.post(f"{page_of(other)}hater/", solved(challenge_for(mine)))
    assert response.status_code == 422
    assert due(other) > NOW


@pytest.mark.parametrize(
    "typed",
    [
        {"number": ""},
        {"number": "-1"},
        {"number": "9" * 400},
        {"number": "x"},
        {"salt": "../"},
        {"salt": "\x00"},
        {"salt": "ff" * 12 + "?expires=x&"},
        {"challenge": "0" * 64},
        {"signature": "0" * 64},
        {"signature": "é"},
    ],
)
def test_a_wrong_solution_is_refused_in_a_sentence(client: Client, typed: dict[str, str]) -> None:
    wish = held()
    right = solved(challenge_for(wish))
    response = client.post(f"{page_of(wish)}hater/", right | typed)
    assert response.status_code == 422
    assert response.text.startswith("Ce calcul n’est pas le bon.")
    assert due(wish) > NOW


def test_reading_hastens_nothing(client: Client) -> None:
    wish = held()
    assert client.get(f"{page_of(wish)}hater/").status_code == 405
    client.get(page_of(wish))
    assert due(wish) > NOW


def test_a_wish_that_does_not_exist_is_not_found(client: Client) -> None:
    wish = held()
    address = f"/petitions/{wish.petition.slug}/confirmer/{'A' * 43}/hater/"
    assert client.post(address, solved(challenge_for(wish))).status_code == 404


def test_a_confirmed_wish_is_left_alone() -> None:
    wish = held()
    solution = solved(challenge_for(wish))
    confirm(wish, choice())
    assert hasten_letter(reference=wish.reference, at=NOW, **solution).is_confirmed


def test_who_has_no_script_is_told_to_wait(client: Client) -> None:
    page = client.get(now_held(client)).text
    assert "Votre lettre part dans 10 minutes environ" in page
    assert "Vous n’avez rien à faire" in page
    assert len(FIELD.findall(page)) == 3


def test_the_page_says_once_that_the_letter_goes(client: Client) -> None:
    address = now_held(client)
    challenge: dict[str, Any] = dict(FIELD.findall(client.get(address).text.replace("&amp;", "&")))
    response = client.post(f"{address}hater/", solved(challenge), follow=True)
    assert "Votre lettre part maintenant." in response.text
    assert "minutes environ" not in response.text
    assert OutboxLetter.objects.filter(not_before__gt=timezone.now()).count() == 0


def test_in_the_calm_case_nothing_is_said_nor_computed(client: Client) -> None:
    typed = {"name": "Ada Lovelace", "email": "ada@x.fr", "postcode": "47200"}
    response = client.post(f"/petitions/{make_petition().slug}/signer/", typed, follow=True)
    assert "hasten.js" not in response.text


def test_an_address_that_was_written_lately_looks_like_any_other(client: Client) -> None:
    limit("petition", 1)
    petition = make_petition()
    pages = []
    for email in ["ada@x.fr", "grace@x.fr", "grace@x.fr"]:
        typed = {"name": "Ada Lovelace", "email": email, "postcode": "47200"}
        pages.append(client.post(f"/petitions/{petition.slug}/signer/", typed, follow=True).text)
    assert ["minutes environ" in page for page in pages] == [False, True, True]


def held_for_a_stranger() -> SignatureRequest:
    """Return a stranger's wish for Grace, whose letter waits; she asks from the same network."""
    stranger = held()
    return ask_from(NETWORK, stranger.petition, "grace")


def test_who_asks_second_hastens_the_letter_that_their_mailbox_waits_for() -> None:
    mine = held_for_a_stranger()
    hasten_letter(reference=mine.reference, at=NOW, **solved(challenge_for(mine)))
    assert not OutboxLetter.objects.filter(not_before__gt=NOW).exists()


def test_a_wish_that_need_not_wait_brings_the_held_letter_forward() -> None:
    stranger = held()
    ask_from("198.51.100.0/24", stranger.petition, "charles")
    assert due(stranger) > NOW
    ask_from("203.0.113.0/24", stranger.petition, "grace")
    assert due(stranger) == NOW


def test_a_letter_that_its_mail_server_puts_off_is_not_tried_before_its_time() -> None:
    stranger = held()
    OutboxLetter.objects.update(attempts=1)
    ask_from("203.0.113.0/24", stranger.petition, "grace")
    assert due(stranger) > NOW
