"""A stranger asked first with somebody's address: the letter serves its owner, as they typed."""

from functools import partial
from typing import Any

import pytest
from django.test import Client

from follows.models import WaitingFollow
from petitions.errors import AlreadyConfirmed, PostcodeNeeded, WrongProof
from petitions.models import Petition, Signature, SignatureRequest
from petitions.services import by_link, by_reference, confirm_by_link, prove_by_link
from tests.factories.petitions import (
    NOW,
    ask,
    choice,
    confirm_link,
    link_token_in_last_letter,
    make_petition,
    sign,
)

pytestmark = pytest.mark.django_db


def asked_by_a_stranger_first(**typed: Any) -> tuple[Petition, str]:
    """Return the petition, and the one link that went: the stranger's wish made it go."""
    petition = make_petition()
    stranger: dict[str, Any] = {"name": "Mallory", "postcode": "75001", "wants_news": True}
    ask(petition, **(stranger | typed))
    link = link_token_in_last_letter()
    ask(petition, postcode="47200")
    return petition, link


def test_the_postcode_picks_what_its_owner_typed() -> None:
    _petition, link = asked_by_a_stranger_first()
    confirmed = confirm_link(link, "47200")
    assert confirmed.signing.area == "47"
    assert not WaitingFollow.objects.exists()


def test_the_same_form_sent_twice_gets_the_same_answer() -> None:
    _petition, link = asked_by_a_stranger_first()
    hidden_by, meant = choice(), prove_by_link(token=link, proof="47200", at=NOW).wish
    shown = partial(confirm_by_link, token=link, proof="47200", wish=meant.pk)
    first, second = (shown(choice=hidden_by, at=NOW, is_sure=True) for _ in range(2))
    assert (first.hidden, first.receipt) == (second.hidden, second.receipt)
    assert Signature.objects.count() == 1


def test_the_code_alone_does_not_choose_between_postcodes() -> None:
    petition, link = asked_by_a_stranger_first()
    wish = ask(petition)
    with pytest.raises(PostcodeNeeded):
        confirm_link(link, wish.code)
    assert not Signature.objects.exists()
    assert confirm_link(link, "47200").is_new


def test_the_page_asks_for_the_postcode(client: Client) -> None:
    petition, link = asked_by_a_stranger_first()
    code = ask(petition).code
    address = f"/petitions/{petition.slug}/lien/{link}/"
    secret = "0" * 64
    response = client.post(address, {"proof": code, "secret": secret})
    assert response.status_code == 422
    assert "Plusieurs demandes attendent pour votre adresse" in response.text
    script = client.post(address, {"proof": code}, headers={"Accept": "application/json"})
    assert script.status_code == 422
    assert "Plusieurs demandes" in script.json()["error"]


def test_the_code_picks_the_wish_that_has_no_postcode() -> None:
    """Its owner lives abroad: nothing else can pick it, and the page shows it before."""
    petition, link = asked_by_a_stranger_first()
    wish = ask(petition, postcode="", country="BE")
    assert confirm_link(link, wish.code).signing.area == "99"


def test_a_postcode_that_nobody_typed_is_counted_behind_the_link() -> None:
    petition, link = asked_by_a_stranger_first()
    with pytest.raises(WrongProof):
        confirm_link(link, "13001")
    assert by_link(link).link_attempts == 1
    assert by_reference(ask(petition).reference).mailbox.wrong_codes == 0


def test_the_postcode_of_what_was_confirmed_since_says_so_and_costs_nothing(client: Client) -> None:
    petition = make_petition()
    link = ask(petition, name="Mallory", postcode="75001").link_token
    sign(petition)
    address = f"/petitions/{petition.slug}/lien/{link}/"
    for headers in ({}, {"Accept": "application/json"}):
        assert "déjà confirmée" in client.post(address, {"proof": "47 200"}, headers=headers).text
    with pytest.raises(AlreadyConfirmed):
        confirm_link(link, "47200")
    assert not SignatureRequest.objects.filter(attempts__gt=0).exists()
    assert Signature.objects.count() == 1


def test_a_wish_of_another_mailbox_is_never_picked() -> None:
    petition, link = asked_by_a_stranger_first()
    ask(petition, address="grace@example.org", postcode="13001")
    with pytest.raises(WrongProof):
        confirm_link(link, "13001")
