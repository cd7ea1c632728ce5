"""« Mes signatures »: who reads the mail of an address sees what it signed, and nobody else."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from core.mailboxes import WRONG_CODES
from core.retention import destroy_expired_keys
from core.text import simple_address
from ledger.models import Entry
from ledger.sed1.entries import Annul, Kind, Reason, parse_entry
from petitions.errors import (
    ListIsClosed,
    RequestExpired,
    SignatureNotFound,
    TooManyAttempts,
    TooManyGuesses,
    UnknownRequest,
    WrongProof,
)
from petitions.models.mine import LIST_OPENS_FOR
from petitions.services import (
    ask_for_list,
    close_petition,
    destroy_key,
    list_by_reference,
    open_list,
    own_signatures,
    purge_lists,
    withdraw_from_list,
)
from tests.factories.own_lists import (
    ADA,
    code_for,
    opened,
    petitions,
    signatures,
    wrong,
)
from tests.factories.petitions import NOW, make_petition, sign, signed
from tests.factories.recounting import online

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def test_the_list_holds_what_the_address_signed_over_all_petitions() -> None:
    first, second, other = make_petition(), make_petition(), make_petition()
    for petition in (first, second):
        sign(petition)
    sign(other, address="charles@example.org")
    assert {petition.pk for petition in petitions()} == {first.pk, second.pk}


def test_a_signature_is_waiting_then_counted_at_its_index() -> None:
    petition = make_petition()
    confirmed = signed(petition)
    [waiting] = signatures()
    online(petition)
    [counted] = signatures()
    entry = Entry.objects.get(commitment=confirmed.hidden.commitment)
    assert (waiting.index, counted.index) == (None, entry.index)
    assert counted.signature.confirmed_on == NOW.date()


def test_a_long_list_costs_no_more_statements_than_a_short_one() -> None:
    costs = []
    for _ in range(2):
        sign(make_petition())
        own_list = opened()
        with CaptureQueriesContext(connection) as asking:
            own_signatures(own_list)
        costs.append(len(asking))
    assert costs[0] == costs[1]


def test_two_people_at_one_address_are_told_apart() -> None:
    petition, alone = make_petition(), make_petition()
    for name in ["Ada Lovelace", "Charles Babbage"]:
        sign(petition, name=name)
    sign(alone)
    found = {(own.signature.petition_id, own.person) for own in signatures()}
    assert found == {(petition.pk, 1), (petition.pk, 2), (alone.pk, 0)}


@pytest.mark.parametrize(
    ("signer", "curious"),
    [
        ("ada.lovelace@gmail.com", "adalovelace@gmail.com"),
        ("ada@gmail.com", "ada+2@gmail.com"),
        ("ada@gmail.com", "ada@googlemail.com"),
        ("ada@example.org", "ada@example.com"),
        ("ada@example.org", "ada+x@example.org"),
    ],
)
def test_a_look_alike_of_the_address_finds_nothing(signer: str, curious: str) -> None:
    petition = make_petition()
    sign(petition, address=signer)
    assert petitions(curious) == []


def test_an_address_typed_in_capitals_is_the_same() -> None:
    petition = make_petition()
    sign(petition, address=simple_address(" ADA@Example.ORG "))
    assert petitions() == [petition]


def test_five_wrong_codes_close_a_list() -> None:
    own_list = ask_for_list(address=ADA, at=NOW)
    guess = wrong(code_for())
    for left in [4, 3, 2, 1]:
        with pytest.raises(WrongProof) as refusal:
            open_list(reference=own_list.reference, code=guess, at=NOW)
        assert refusal.value.left == left
    for code in [guess, code_for()]:
        with pytest.raises(TooManyAttempts):
            open_list(reference=own_list.reference, code=code, at=NOW)


def test_many_lists_do_not_add_up_to_many_guesses() -> None:
    for _ in range(WRONG_CODES // 5):
        own_list = ask_for_list(address=ADA, at=NOW)
        guess = wrong(code_for())
        for _attempt in range(5):
            with pytest.raises((WrongProof, TooManyAttempts)):
                open_list(reference=own_list.reference, code=guess, at=NOW)
    fresh = ask_for_list(address=ADA, at=NOW)
    with pytest.raises(TooManyGuesses):
        open_list(reference=fresh.reference, code=code_for(), at=NOW)


def test_the_code_of_one_address_opens_no_other_list() -> None:
    ask_for_list(address=ADA, at=NOW)
    code = code_for()
    other = ask_for_list(address="charles@example.org", at=NOW)
    with pytest.raises(WrongProof):
        open_list(reference=other.reference, code=code, at=NOW)


def test_a_list_that_was_not_opened_shows_nothing() -> None:
    petition = make_petition()
    commitment = signed(petition).hidden.commitment
    own_list = ask_for_list(address=ADA, at=NOW)
    with pytest.raises(ListIsClosed):
        own_signatures(own_list)
    with pytest.raises(ListIsClosed):
        withdraw_from_list(reference=own_list.reference, commitment=commitment, at=NOW)
    assert petition.signatures.count() == 1


def test_a_list_closes_in_less_than_a_day_and_is_purged() -> None:
    own_list = opened()
    over = NOW + LIST_OPENS_FOR
    assert list_by_reference(own_list.reference, at=over - timedelta(seconds=1)).is_open
    with pytest.raises(RequestExpired):
        list_by_reference(own_list.reference, at=over)
    assert purge_lists(at=over) == 2
    assert purge_lists(at=over) == 0
    with pytest.raises(UnknownRequest):
        list_by_reference(own_list.reference, at=over)
    assert LIST_OPENS_FOR + timedelta(hours=1) <= timedelta(days=1)


def test_once_the_key_of_the_day_is_gone_a_list_is_unknown(
    settings: Settings, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path
    own_list = ask_for_list(address=ADA, at=NOW)
    destroy_expired_keys(at=NOW + timedelta(days=20))
    with pytest.raises(UnknownRequest):
        list_by_reference(own_list.reference, at=NOW)


@pytest.mark.parametrize("reference", ["", "a", "A" * 43, "é" * 43, "-" * 43, "_" * 500])
def test_a_made_up_reference_opens_nothing(reference: str) -> None:
    with pytest.raises(UnknownRequest):
        open_list(reference=reference, code="123456", at=NOW)


def test_a_reference_of_somebody_else_with_one_bit_changed_opens_nothing() -> None:
    reference = ask_for_list(address=ADA, at=NOW).reference
    changed = reference[:-2] + ("A" if reference[-2] != "A" else "B") + reference[-1]
    with pytest.raises(UnknownRequest):
        list_by_reference(changed, at=NOW)


def test_a_signature_is_taken_back_and_the_count_falls() -> None:
    petition = make_petition()
    commitment = signed(petition).hidden.commitment
    sign(petition, address="charles@example.org")
    assert online(petition) == 2
    own_list = opened()
    withdraw_from_list(reference=own_list.reference, commitment=commitment, at=NOW)
    assert own_signatures(own_list) == []
    assert (petition.signatures.count(), online(petition)) == (1, 1)
    annulment = parse_entry(bytes(Entry.objects.get(kind=Kind.ANNUL).body))
    assert isinstance(annulment, Annul)
    assert annulment.reason == Reason.BY_MAIL


def test_a_signature_is_taken_back_once() -> None:
    petition = make_petition()
    commitment = signed(petition).hidden.commitment
    own_list = opened()
    withdraw_from_list(reference=own_list.reference, commitment=commitment, at=NOW)
    with pytest.raises(SignatureNotFound):
        withdraw_from_list(reference=own_list.reference, commitment=commitment, at=NOW)
    assert online(petition) == 0


def test_of_two_people_one_takes_back_a_signature_and_the_other_stays() -> None:
    petition = make_petition()
    receipts = [signed(petition, name=name) for name in ["Ada Lovelace", "Charles Babbage"]]
    own_list = opened()
    first = receipts[0].hidden.commitment
    withdraw_from_list(reference=own_list.reference, commitment=first, at=NOW)
    [left] = own_signatures(own_list)
    assert bytes(left.signature.commitment) == receipts[1].hidden.commitment
    assert left.person == 0
    sign(petition, name="Charles Babbage")
    assert (petition.signatures.count(), online(petition)) == (1, 1)


def test_the_signature_of_somebody_else_is_not_taken_back() -> None:
    petition = make_petition()
    sign(petition)
    other = signed(petition, address="charles@example.org").hidden.commitment
    own_list = opened()
    with pytest.raises(SignatureNotFound):
        withdraw_from_list(reference=own_list.reference, commitment=other, at=NOW)
    assert (petition.signatures.count(), online(petition)) == (2, 2)


def test_after_its_end_a_petition_is_still_in_the_list_until_its_key_is_destroyed(
    settings: Settings, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path
    petition, other = make_petition(), make_petition()
    commitment = signed(petition).hidden.commitment
    sign(other)
    close_petition(petition=petition, at=NOW)
    assert len(petitions()) == 2
    own_list = opened()
    destroy_key(petition=petition, at=NOW + timedelta(days=93))
    assert [own.signature.petition for own in own_signatures(own_list)] == [other]
    with pytest.raises(SignatureNotFound):
        withdraw_from_list(reference=own_list.reference, commitment=commitment, at=NOW)
    assert online(petition) == 1
