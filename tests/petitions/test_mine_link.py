"""The link in the letter of « mes signatures »: it opens, whatever strangers do."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from core.mailboxes import LETTERS_PAUSE, WRONG_CODES
from core.models import OutboxLetter
from petitions.errors import RequestExpired, TooManyGuesses, UnknownRequest
from petitions.models import OwnList, OwnMailbox
from petitions.models.mine import LIST_OPENS_FOR
from petitions.services import (
    ask_for_list,
    close_list,
    list_by_reference,
    open_by_link,
    open_list,
    own_signatures,
    send_list_code_again,
)
from tests.factories.own_lists import ADA, code_for, letters_to
from tests.factories.petitions import NOW, make_petition, sign, signed

pytestmark = pytest.mark.django_db
WEEK = 7 * 24


def token(address: str = ADA) -> str:
    """Return the secret of the link in the last letter to `address`."""
    return str(re.findall(r"/mes-signatures/lien/([\w-]{43})/", letters_to(address)[-1].text)[0])


def page_of(secret: str) -> str:
    return f"/petitions/mes-signatures/lien/{secret}/"


def test_the_button_behind_the_link_opens_the_list(client: Client) -> None:
    petition = make_petition()
    sign(petition, at=timezone.now())
    ask_for_list(address=ADA, at=timezone.now())
    shown = client.get(page_of(token()))
    assert "Voir mes signatures" in shown.text
    assert petition.title not in shown.text
    opened = client.post(page_of(token()), follow=True)
    assert petition.title in opened.text
    assert not client.cookies
    assert "no-store" in opened["Cache-Control"]


def test_following_the_link_opens_nothing(client: Client) -> None:
    ask_for_list(address=ADA, at=timezone.now())
    for _ in range(3):
        client.get(page_of(token()))
        client.head(page_of(token()))
    assert not OwnList.objects.filter(is_open=True).exists()


def test_a_stranger_who_asked_sees_nothing_when_the_owner_opens_the_link() -> None:
    sign(make_petition())
    strangers = ask_for_list(address=ADA, at=NOW)
    opened = open_by_link(token=token(), at=NOW)
    assert len(own_signatures(opened)) == 1
    assert opened.reference != strangers.reference
    assert not list_by_reference(strangers.reference, at=NOW).is_open


def test_wrong_codes_do_not_close_the_link() -> None:
    strangers = ask_for_list(address=ADA, at=NOW)
    OwnMailbox.objects.update(wrong_codes=WRONG_CODES)
    with pytest.raises(TooManyGuesses):
        open_list(reference=strangers.reference, code=code_for(), at=NOW)
    assert open_by_link(token=token(), at=NOW).is_open


def asked_every(minutes: int, *, hours: int) -> list[datetime]:
    """Let a stranger ask for hours; return when a letter went."""
    for minute in range(0, hours * 60, minutes):
        ask_for_list(address=ADA, at=NOW + timedelta(minutes=minute))
    return list(OutboxLetter.objects.order_by("not_before").values_list("not_before", flat=True))


def test_a_stranger_who_asks_all_week_leaves_the_owner_a_link_that_opens() -> None:
    went = asked_every(60, hours=WEEK)
    assert len(went) <= 5 + 8
    assert all(later - sooner <= LIST_OPENS_FOR for sooner, later in pairwise(went))
    at = NOW + timedelta(hours=WEEK)
    ask_for_list(address=ADA, at=at)
    assert open_by_link(token=token(), at=at).is_open


def test_a_letter_sent_again_bears_a_link_that_lasts_as_long() -> None:
    own_list = ask_for_list(address=ADA, at=NOW)
    later = NOW + LIST_OPENS_FOR - timedelta(minutes=1)
    send_list_code_again(reference=own_list.reference, at=later)
    assert open_by_link(token=token(), at=later + LETTERS_PAUSE).is_open


def test_a_link_is_over_in_less_than_a_day() -> None:
    ask_for_list(address=ADA, at=NOW)
    with pytest.raises(RequestExpired):
        open_by_link(token=token(), at=NOW + LIST_OPENS_FOR)


def test_neither_secret_stands_for_the_other() -> None:
    own_list = ask_for_list(address=ADA, at=NOW)
    with pytest.raises(UnknownRequest):
        open_by_link(token=own_list.reference, at=NOW)
    with pytest.raises(UnknownRequest):
        list_by_reference(token(), at=NOW)


@pytest.mark.parametrize("garbage", ["a", "A" * 43, "-" * 43, "_" * 500])
def test_a_made_up_link_opens_nothing(client: Client, garbage: str) -> None:
    for answer in (client.get(page_of(garbage)), client.post(page_of(garbage))):
        assert answer.status_code == 404
        assert "n’existe pas, ou plus" in answer.text


def test_another_site_may_not_press_the_button(client: Client) -> None:
    ask_for_list(address=ADA, at=timezone.now())
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(page_of(token()), headers=foreign).status_code == 403
    assert not OwnList.objects.filter(is_open=True).exists()


@pytest.mark.parametrize("guess", ["", "test", "12345", "000000", "on", "true", "1", "non"])
def test_a_scanner_that_presses_every_button_withdraws_nothing(client: Client, guess: str) -> None:
    petition = make_petition()
    commitment = signed(petition, at=timezone.now()).hidden.commitment.hex()
    ask_for_list(address=ADA, at=timezone.now())
    page = client.post(page_of(token()))["Location"]
    client.post(f"{page}retirer/", {"commitment": commitment})
    answer = client.post(f"{page}retirer/", {"commitment": commitment, "sure": guess})
    assert answer.status_code == 422
    assert "Écrivez oui pour retirer votre signature." in answer.text
    assert petition.signatures.count() == 1


@pytest.mark.parametrize("word", ["oui", "Oui", " OUI. ", "« oui »"])
def test_the_owner_withdraws_with_one_word(client: Client, word: str) -> None:
    petition = make_petition()
    commitment = signed(petition, at=timezone.now()).hidden.commitment.hex()
    ask_for_list(address=ADA, at=timezone.now())
    page = client.post(page_of(token()))["Location"]
    client.post(f"{page}retirer/", {"commitment": commitment, "sure": word})
    assert petition.signatures.count() == 0


def test_a_scanner_that_opens_and_closes_the_list_leaves_the_link_to_its_owner(
    client: Client,
) -> None:
    petition = make_petition()
    sign(petition, at=timezone.now())
    ask_for_list(address=ADA, at=timezone.now())
    shown = client.post(page_of(token()))["Location"]
    assert "Le lien de la lettre" in client.post(f"{shown}fermer/").text
    assert client.get(shown).status_code == 404
    assert petition.title in client.post(page_of(token()), follow=True).text


def test_a_list_opened_by_the_link_lasts_no_longer_than_the_link() -> None:
    ask_for_list(address=ADA, at=NOW)
    opened = open_by_link(token=token(), at=NOW + LIST_OPENS_FOR - timedelta(minutes=1))
    with pytest.raises(RequestExpired):
        list_by_reference(opened.reference, at=NOW + LIST_OPENS_FOR)


def test_each_press_opens_a_list_of_its_own_so_that_none_closes_under_another() -> None:
    ask_for_list(address=ADA, at=NOW)
    first, second = (open_by_link(token=token(), at=NOW) for _ in range(2))
    close_list(reference=first.reference, at=NOW)
    assert list_by_reference(second.reference, at=NOW).is_open
