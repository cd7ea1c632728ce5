"""The page behind the letter's link: prove, read what would be recorded, then confirm or refuse."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from follows.models import WaitingFollow
from petitions.hiding import new_secret
from petitions.models import Mailbox, Petition, Signature, SignatureRequest
from tests.factories.petitions import ask, make_petition, wrong_code

pytestmark = pytest.mark.django_db
READ_AGAIN = "Relisez, puis confirmez"


def asked(petition: Petition | None = None, **typed: Any) -> SignatureRequest:
    return ask(petition or make_petition(), at=timezone.now(), **typed)


def link_of(wish: SignatureRequest) -> str:
    return f"/petitions/{wish.petition.slug}/lien/{wish.link_token}/"


def post(asked: SignatureRequest, **typed: str) -> Any:
    return Client().post(link_of(asked), {"proof": asked.code} | typed)


def confirm(asked: SignatureRequest, secret: str = "", **typed: str) -> Any:
    shown = {"wish": str(asked.pk)} | typed
    return post(asked, step="confirm", secret=secret or new_secret(), **shown)


@pytest.mark.parametrize("proof", ["", "47 200"])
def test_what_would_be_recorded_is_shown_first_and_nothing_is_recorded(proof: str) -> None:
    wish = asked(wants_news=True)
    page = post(wish, proof=proof or wish.code)
    assert page.status_code == 200
    assert READ_AGAIN in page.text
    lines = [wish.petition.title, "Ada Lovelace", "Lot-et-Garonne", "Je confirme ma signature"]
    for shown in lines:
        assert shown in page.text
    assert re.search('name="news"[^>]* checked', page.text)
    assert f'type="hidden" name="proof" value="{proof or wish.code}"' in page.text
    assert not Signature.objects.exists()
    assert not WaitingFollow.objects.exists()


@pytest.mark.parametrize("typed_before", [True, False])
@pytest.mark.parametrize("answered", [True, False])
def test_news_begin_as_answered_there_whoever_typed_before(
    typed_before: bool, answered: bool
) -> None:
    wish = asked(wants_news=typed_before)
    assert (
        "Votre signature est enregistrée"
        in confirm(wish, **({"news": "on"} if answered else {})).text
    )
    assert WaitingFollow.objects.exists() is answered
    assert wish.petition.signatures.count() == 1


def test_the_same_button_pressed_twice_gives_the_same_receipt() -> None:
    wish, secret = asked(), new_secret()
    first, second = (confirm(wish, secret) for _ in range(2))
    assert first.text == second.text
    assert Signature.objects.count() == 1


def test_reading_and_confirming_share_five_attempts() -> None:
    wish = asked()
    wrong = wrong_code(wish)
    statuses = [
        post(wish, proof=wrong, step=step, wish=str(wish.pk), secret=new_secret()).status_code
        for step in ("", "confirm", "refuse", "", "confirm")
    ]
    assert statuses == [422, 422, 422, 422, 429]
    assert not Signature.objects.exists()
    assert not Mailbox.objects.filter(is_refused=True).exists()


def test_what_was_shown_is_confirmed_whatever_a_stranger_asks_meanwhile() -> None:
    petition = make_petition()
    wish = asked(petition)
    assert "Ada Lovelace" in post(wish).text
    asked(petition, name="Mallory", postcode="", country="DE")
    confirm(wish)
    assert SignatureRequest.objects.get(confirmed_on__isnull=False) == wish


@pytest.mark.parametrize("shown", ["", "12345", "another mailbox’s"])
def test_nothing_is_confirmed_that_was_not_shown(shown: str) -> None:
    wish = asked()
    if shown.startswith("another"):
        shown = str(asked(wish.petition, address="grace@example.org").pk)
    answer = confirm(wish, wish=shown)
    assert answer.status_code == 422
    assert "Cette page n’est plus bonne" in answer.text
    assert not Signature.objects.exists()


def test_strangers_who_guess_close_neither_the_link_nor_the_refusal() -> None:
    petition = make_petition()
    wishes = [asked(petition) for _ in range(5)]
    for wish in wishes:
        for _ in range(5):
            guess = {"code": wrong_code(wish), "secret": new_secret()}
            Client().post(f"/petitions/{petition.slug}/confirmer/{wish.reference}/", guess)
    assert Mailbox.objects.get().wrong_codes == 25
    assert "C’est refusé" in post(wishes[0], step="refuse").text
    confirm(wishes[0])
    assert petition.signatures.count() == 1


def test_a_scanner_that_burns_the_link_leaves_the_browser_its_code() -> None:
    wish = asked()
    for _ in range(6):
        post(wish, proof=wrong_code(wish))
    burnt = post(wish)
    assert burnt.status_code == 429
    assert "le code dans la page où vous avez signé" in burnt.text
    here = f"/petitions/{wish.petition.slug}/confirmer/{wish.reference}/"
    Client().post(here, {"code": wish.code, "secret": new_secret()})
    assert wish.petition.signatures.count() == 1


def test_opening_the_link_changes_nothing() -> None:
    wish = asked()
    before = SignatureRequest.objects.values().get(), Mailbox.objects.values().get()
    for query in ("", f"?proof={wish.code}&step=confirm", f"?proof={wish.code}&step=refuse"):
        assert Client().get(link_of(wish) + query).status_code == 200
    assert (SignatureRequest.objects.values().get(), Mailbox.objects.values().get()) == before


def test_a_country_is_shown_by_its_name_and_the_code_is_named_first() -> None:
    wish = asked(postcode="", country="BE")
    page = Client().get(link_of(wish)).text
    assert "Votre code à 6 chiffres" in page
    assert "code postal" not in page
    assert 'autocomplete="one-time-code"' in page
    assert "Belgique" in post(wish).text
    for mistyped in (post(wish, proof="x"), post(wish, proof=wrong_code(wish))):
        assert mistyped.status_code == 422
        assert "Votre code à 6 chiffres" in mistyped.text
        assert "code postal" not in mistyped.text


def test_who_typed_a_postcode_is_asked_for_it() -> None:
    assert "Votre code postal" in Client().get(link_of(asked())).text


def test_what_another_person_typed_can_be_read_and_left() -> None:
    """A stranger who knows the postcode too: the owner sees the name, and signs anew."""
    petition = make_petition()
    stranger = asked(petition, name="Mallory", wants_news=True)
    page = post(stranger, proof="47200").text
    assert "Mallory" in page
    assert f'href="/petitions/{petition.slug}/signer/"' in page
    assert not Signature.objects.exists()


@pytest.mark.parametrize("guess", ["", "test", "12345", "on"])
def test_a_scanner_that_types_the_postcode_a_stranger_chose_confirms_nothing(guess: str) -> None:
    """It fills each field of each page with one word, and presses each button."""
    wish = asked(postcode="12345")
    for step in ("", "confirm", "refuse"):
        typed = {"proof": "12345", "step": step, "secret": new_secret(), "is_sure": guess}
        for headers in ({}, {"Accept": "application/json"}):
            Client().post(link_of(wish), typed | {"news": "on"}, headers=headers)
    assert not Signature.objects.exists()
    assert not Mailbox.objects.filter(is_refused=True).exists()


def test_with_the_postcode_a_person_writes_that_they_are_sure_and_keeps_their_answers() -> None:
    wish = asked()
    refused = confirm(wish, proof="47200", news="on")
    assert refused.status_code == 422
    assert "Écrivez oui" in refused.text
    assert re.search('name="news"[^>]* checked', refused.text)
    confirm(wish, proof="47200", is_sure="Oui.")
    assert wish.petition.signatures.count() == 1


def test_with_the_code_nothing_more_is_typed() -> None:
    by_postcode = post(asked(), proof="47200").text
    assert 'name="is_sure"' in by_postcode
    assert "facultatif" not in by_postcode
    assert 'name="is_sure"' not in post(asked()).text
