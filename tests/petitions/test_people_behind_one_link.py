"""Two people share an address and one letter, or a stranger typed it: each finds their own wish."""

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from petitions.models import Petition, Signature, SignatureRequest
from petitions.services import (
    by_reference,
    confirm_by_link,
    meaning,
    prove_by_link,
    refuse_by_link,
)
from tests.factories.petitions import NOW, ask, choice, confirm, confirm_link, make_petition

pytestmark = pytest.mark.django_db


def two_of_one_home(petition: Petition) -> tuple[SignatureRequest, SignatureRequest]:
    """Return the wishes of Zoé, for whom the letter went, and of Paul."""
    at = timezone.now()
    return ask(petition, name="Zoé Martin", at=at), ask(petition, name="Paul Martin", at=at)


def test_who_confirms_second_by_one_link_signs_too() -> None:
    zoe, paul = two_of_one_home(make_petition())
    at = timezone.now()
    for wish in (zoe, paul):
        shown = prove_by_link(token=zoe.link_token, proof="47200", at=at).wish
        assert shown == wish
        by_link = partial(confirm_by_link, token=zoe.link_token, wish=shown.pk, choice=choice())
        assert by_link(proof="47200", is_sure=True, at=at).is_new
    assert Signature.objects.count() == 2


@pytest.mark.parametrize("way", ["postcode", "code"])
def test_each_chooses_their_name_and_reads_what_they_typed(client: Client, way: str) -> None:
    petition = make_petition()
    zoe, paul = two_of_one_home(petition)
    address = f"/petitions/{petition.slug}/lien/{zoe.link_token}/"
    proof = "47200" if way == "postcode" else zoe.code
    first = client.post(address, {"proof": proof}).text
    assert "Zoé Martin<br>" in first
    assert f'value="{paul.pk}"' in first
    second = client.post(address, {"proof": proof, "wish": paul.pk}).text
    assert "Paul Martin<br>" in second
    assert f'value="{zoe.pk}"' in second


def test_the_page_says_confirmed_only_once_nothing_waits(client: Client) -> None:
    petition = make_petition()
    zoe, paul = two_of_one_home(petition)
    address = f"/petitions/{petition.slug}/lien/{zoe.link_token}/"
    confirm(zoe, at=timezone.now())
    assert "déjà confirmée" not in client.get(address).text
    wrong = client.post(address, {"proof": "13001"})
    assert (wrong.status_code, "essais" in wrong.text) == (422, True)
    confirm(paul, at=timezone.now())
    assert "déjà confirmée" in client.get(address).text


def test_letters_are_refused_behind_a_link_whose_own_wish_was_confirmed() -> None:
    zoe, paul = two_of_one_home(make_petition())
    confirm(zoe, at=timezone.now())
    refused = refuse_by_link(token=zoe.link_token, proof=zoe.code, at=timezone.now())
    assert refused == paul


def test_a_stranger_who_asked_first_is_not_told_that_the_address_confirmed() -> None:
    petition = make_petition()
    stranger, owner = ask(petition), ask(petition)
    assert confirm_link(stranger.link_token, "47200").is_new
    assert not by_reference(stranger.reference).is_confirmed
    assert by_reference(owner.reference).is_confirmed


def test_wishes_of_other_postcodes_hide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "MOST_READ", 2)
    petition = make_petition()
    link = [ask(petition, name=name, postcode="75001") for name in ("M", "N", "O")][-1].link_token
    ask(petition)
    assert confirm_link(link, "47200").signing.area == "47"


def test_a_few_names_are_offered_and_no_more() -> None:
    petition = make_petition()
    wishes = [ask(petition, name=f"Mallory {letter}") for letter in "abcdefghij"]
    offered = meaning.others_of_home(wishes[0], at=NOW)
    assert len(offered) == meaning.MOST_NAMES
    assert wishes[0].pk not in offered


def test_a_place_is_forgotten_once_confirmed_and_none_is_known_without_a_postcode() -> None:
    petition = make_petition()
    wish, abroad = ask(petition), ask(petition, postcode="", country="BE")
    assert len(wish.place or b"") == 32
    assert abroad.place == b""
    confirm(wish)
    assert SignatureRequest.objects.get(pk=wish.pk).place is None


@pytest.mark.parametrize("way", ["postcode", "code"])
def test_what_was_asked_before_places_were_kept_is_confirmed(way: str) -> None:
    wish = ask(make_petition())
    SignatureRequest.objects.update(place=None)
    assert confirm_link(wish.link_token, "47200" if way == "postcode" else wish.code).is_new
