"""Asking to sign, and confirming: who counts, and how often."""

import pytest

from core.models import OutboxLetter
from ledger.models import Entry
from ledger.sed1.entries import Kind
from petitions.errors import PetitionClosed
from petitions.models import SignatureRequest
from petitions.services import send_again
from petitions.services.lifecycle import close_petition
from tests.factories.core import last_letter, waiting_letters
from tests.factories.petitions import (
    NOW,
    ask,
    choice,
    code_in_last_letter,
    confirm,
    link_token_in_last_letter,
    make_draft_petition,
    make_petition,
    sign,
)

pytestmark = pytest.mark.django_db


def logged(petition: int | None = None) -> int:
    """Return how many signatures wait for the public log, or are in it."""
    entries = Entry.objects.filter(kind=Kind.SIGN)
    return (entries.filter(petition=petition) if petition else entries).count()


def test_the_code_of_the_letter_makes_a_signature() -> None:
    petition = make_petition()
    wish = ask(petition)
    assert not petition.signatures.exists()
    confirm(wish, code=code_in_last_letter())
    assert petition.signatures.count() == logged(petition.pk) == 1


def test_neither_name_nor_address_is_kept_after_confirmation() -> None:
    wish = sign(make_petition())
    kept = SignatureRequest.objects.get(pk=wish.pk)
    assert kept.sealed is None
    assert kept.confirmed_on == NOW.date()


def test_confirming_again_answers_the_same_and_counts_once() -> None:
    petition = make_petition()
    wish, kept = ask(petition), choice()
    first = confirm(wish, kept)
    again = confirm(wish, kept, code="000000")
    assert (again.hidden, again.receipt) == (first.hidden, first.receipt)
    assert petition.signatures.count() == logged() == 1


def test_one_person_supports_a_petition_once() -> None:
    petition = make_petition()
    sign(petition)
    sign(petition, name="LOVELACE  Ada")
    sign(petition, postcode="75001")
    assert petition.signatures.count() == logged() == 1


def test_two_people_of_one_home_may_share_an_address() -> None:
    petition = make_petition()
    sign(petition)
    sign(petition, name="Charles Babbage")
    assert petition.signatures.count() == 2


def test_a_second_person_elsewhere_does_not_share_the_address() -> None:
    petition = make_petition()
    sign(petition)
    sign(petition, name="Charles Babbage", postcode="75001")
    assert petition.signatures.count() == 1


def test_an_address_serves_two_people_at_most() -> None:
    petition = make_petition()
    for name in ["Ada Lovelace", "Charles Babbage", "Mary Somerville"]:
        sign(petition, name=name)
    assert petition.signatures.count() == 2


def test_aliases_of_one_mailbox_count_once() -> None:
    petition = make_petition()
    sign(petition, address="ada.lovelace@gmail.com")
    sign(petition, address="adalovelace+petition@googlemail.com")
    assert petition.signatures.count() == 1


def test_one_person_may_sign_two_petitions() -> None:
    first, second = make_petition(), make_petition()
    for petition in (first, second):
        sign(petition)
    assert first.signatures.get().tag != second.signatures.get().tag


def test_a_draft_takes_no_signature() -> None:
    with pytest.raises(PetitionClosed):
        ask(make_draft_petition())
    assert not SignatureRequest.objects.exists()


def test_a_petition_that_closed_meanwhile_takes_no_confirmation() -> None:
    petition = make_petition()
    wish = ask(petition)
    close_petition(petition=petition, at=NOW)
    with pytest.raises(PetitionClosed):
        confirm(wish)
    assert not petition.signatures.exists()


def test_the_letter_keeps_the_petition_out_of_its_subject() -> None:
    petition = make_petition()
    ask(petition)
    letter = last_letter()
    assert letter.to == "ada@example.org"
    assert letter.subject == "Votre code de confirmation"
    assert petition.title not in letter.text + letter.html
    assert code_in_last_letter() in letter.html
    assert link_token_in_last_letter() in letter.html


def test_the_letter_never_carries_the_secret_of_the_browser_nor_the_postcode() -> None:
    wish = ask(make_petition())
    letter = last_letter()
    assert wish.reference not in letter.text + letter.html
    assert "47200" not in letter.text + letter.html


def test_what_was_typed_is_sealed_in_the_table() -> None:
    wish = ask(make_petition())
    sealed = bytes(SignatureRequest.objects.get(pk=wish.pk).sealed or b"")
    assert b"ada@example.org" not in sealed
    assert b"Lovelace" not in sealed


def test_an_address_that_signed_gets_the_same_answer() -> None:
    petition = make_petition()
    sign(petition)
    OutboxLetter.objects.all().delete()
    stranger = ask(petition, address="grace@example.org")
    again = ask(petition)
    assert (again.is_confirmed, len(again.reference)) == (False, len(stranger.reference))


def test_the_letter_sent_again_carries_the_same_code() -> None:
    wish = ask(make_petition())
    later = NOW.replace(hour=13)
    send_again(reference=wish.reference, at=later)
    first, second = waiting_letters()
    assert first.text == second.text
