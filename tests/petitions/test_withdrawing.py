"""A signer takes a signature back, with the receipt or through the operator."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from core import keys
from ledger.errors import DoesNotOpen, NotInTheLog
from ledger.models import Entry, Placement
from ledger.sed1.entries import Annul, Kind, Reason, parse_entry
from petitions.errors import SignatureNotFound
from petitions.models import Petition
from petitions.services import (
    close_petition,
    destroy_key,
    withdraw_signature,
    withdraw_with_receipt,
)
from petitions.typed import Typed
from tests.factories.petitions import NOW, make_draft_petition, make_petition, sign, signed
from tests.factories.recounting import online, recounted
from tests.petitions.leaving import opening

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
SETTLED = NOW + timedelta(days=93)


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def withdraw(petition: Petition, **typed: Any) -> None:
    """Withdraw as Ada, through the operator; `typed` says otherwise."""
    ada = {"name": "Ada Lovelace", "address": ADA, "postcode": "47200"}
    withdraw_signature(petition=petition, typed=Typed(**(ada | typed)))


def test_a_receipt_takes_a_signature_back() -> None:
    petition = make_petition()
    receipt = signed(petition)
    sign(petition, address="charles@example.org")
    assert online(petition) == 2
    assert withdraw_with_receipt(petition=petition, **opening(receipt))
    assert (petition.signatures.count(), online(petition)) == (1, 1)


def test_a_receipt_takes_back_a_signature_that_still_waits() -> None:
    petition = make_petition()
    assert withdraw_with_receipt(petition=petition, **opening(signed(petition)))
    assert (petition.signatures.count(), online(petition)) == (0, 0)


def test_a_receipt_withdraws_once() -> None:
    petition = make_petition()
    sent = opening(signed(petition))
    assert withdraw_with_receipt(petition=petition, **sent)
    online(petition)
    assert not withdraw_with_receipt(petition=petition, **sent)
    assert online(petition) == 0


def test_the_place_of_a_withdrawn_signature_leaves_the_figures() -> None:
    petition = make_petition()
    receipt = signed(petition)
    online(petition)
    withdraw_with_receipt(petition=petition, **opening(receipt))
    online(petition)
    assert Placement.objects.get(geo=receipt.hidden.geo).removal


@pytest.mark.parametrize("key", ["w", "identity"])
def test_what_does_not_open_an_entry_withdraws_nothing(key: str) -> None:
    petition = make_petition()
    receipt, other = signed(petition), signed(petition, address="charles@example.org")
    wrong = opening(receipt) | {key: opening(other, "charles@example.org")[key]}
    with pytest.raises(DoesNotOpen):
        withdraw_with_receipt(petition=petition, **wrong)
    assert (petition.signatures.count(), online(petition)) == (2, 2)


def test_a_receipt_of_one_petition_opens_no_other() -> None:
    petition = make_petition()
    receipt = signed(petition)
    with pytest.raises(NotInTheLog):
        withdraw_with_receipt(petition=make_petition(), **opening(receipt))
    assert petition.signatures.count() == 1


def test_a_receipt_withdraws_for_ever() -> None:
    """After the closing, without its row, and once nobody can compare an address any more."""
    petition = make_petition()
    receipt, _ = signed(petition), sign(petition, address="charles@example.org")
    close_petition(petition=petition, at=NOW)
    destroy_key(petition=petition, at=SETTLED)
    assert online(petition) == 2
    petition.signatures.filter(commitment=receipt.hidden.commitment).delete()
    assert withdraw_with_receipt(petition=petition, **opening(receipt))
    assert online(petition) == 1
    assert recounted().petitions[petition.pk].closed == (2, 0)


def test_who_withdrew_with_a_receipt_may_sign_again() -> None:
    petition = make_petition()
    withdraw_with_receipt(petition=petition, **opening(signed(petition)))
    sign(petition)
    assert (petition.signatures.count(), online(petition)) == (1, 1)


@pytest.mark.parametrize("leaver", ["Ada Lovelace", "Charles Babbage"])
@pytest.mark.parametrize("has_receipt", [True, False])
def test_of_two_people_at_one_address_the_other_still_signs_once(
    leaver: str, has_receipt: bool
) -> None:
    petition = make_petition()
    receipts = {name: signed(petition, name=name) for name in ["Ada Lovelace", "Charles Babbage"]}
    if has_receipt:
        withdraw_with_receipt(petition=petition, **opening(receipts[leaver]))
    else:
        withdraw(petition, name=leaver)
    for name in receipts:
        sign(petition, name=name)
    assert (petition.signatures.count(), online(petition)) == (2, 2)


@pytest.mark.parametrize("has_receipt", [True, False])
@pytest.mark.parametrize("again", [{"name": "Charles Babbage"}, {"postcode": "75001"}])
def test_the_place_of_who_left_an_address_is_for_somebody_else_of_the_same_home(
    has_receipt: bool, again: dict[str, Any]
) -> None:
    petition = make_petition()
    receipt = signed(petition)
    sign(petition, name="Charles Babbage")
    if has_receipt:
        withdraw_with_receipt(petition=petition, **opening(receipt))
    else:
        withdraw(petition)
    sign(petition, **again)
    assert (petition.signatures.count(), online(petition)) == (1, 1)


def test_the_operator_takes_a_signature_back_as_if_by_mail() -> None:
    petition = make_petition()
    sign(petition)
    sign(petition, address="charles@example.org")
    assert online(petition) == 2
    withdraw(petition)
    assert (petition.signatures.count(), online(petition)) == (1, 1)
    annulment = parse_entry(bytes(Entry.objects.get(kind=Kind.ANNUL).body))
    assert isinstance(annulment, Annul)
    assert annulment.reason == Reason.BY_MAIL


def test_the_operator_withdraws_a_signature_once() -> None:
    petition = make_petition()
    sign(petition)
    withdraw(petition)
    with pytest.raises(SignatureNotFound):
        withdraw(petition)
    assert online(petition) == 0


def test_writing_a_name_or_postcode_another_way_finds_the_signature() -> None:
    petition = make_petition()
    sign(petition, name="Zoé Dupont-Martin", postcode="47200")
    withdraw(petition, name="DUPONT MARTIN zoe", postcode="47 200")
    assert not petition.signatures.exists()


@pytest.mark.parametrize(
    "other", [{"name": "Charles"}, {"postcode": "47000"}, {"address": "charles@example.org"}]
)
def test_all_three_answers_must_be_those_of_the_signer(other: dict[str, str]) -> None:
    petition = make_petition()
    sign(petition)
    with pytest.raises(SignatureNotFound):
        withdraw(petition, **other)
    assert (petition.signatures.count(), online(petition)) == (1, 1)


def test_a_signature_of_one_petition_is_not_that_of_another() -> None:
    petition = make_petition()
    sign(petition)
    with pytest.raises(SignatureNotFound):
        withdraw(make_petition())
    with pytest.raises(SignatureNotFound):
        withdraw(make_draft_petition())


def test_a_signature_of_a_closed_petition_is_withdrawn() -> None:
    petition = make_petition()
    sign(petition)
    close_petition(petition=petition, at=NOW + timedelta(days=1))
    withdraw(petition)
    assert (petition.signatures.count(), online(petition)) == (0, 0)


def test_once_the_key_is_destroyed_nobody_is_found(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path  # other tests may have a petition of this number
    petition = make_petition()
    sign(petition)
    keys.destroy(f"petition-{petition.pk}")
    with pytest.raises(SignatureNotFound):
        withdraw(petition)


def answer(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_the_operator_withdraws_a_signature(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    petition = make_petition()
    sign(petition)
    answer(monkeypatch, "Ada Lovelace", " ADA@example.org ", "47200")
    call_command("withdraw_signature", petition.slug)
    assert "The signature is withdrawn" in capsys.readouterr().out
    assert not petition.signatures.exists()


def test_the_operator_withdraws_for_somebody_abroad_without_a_postcode(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    petition = make_petition()
    sign(petition, postcode="", country="BE")
    answer(monkeypatch, "Ada Lovelace", "ada@example.org", "", "be")
    call_command("withdraw_signature", petition.slug)
    assert not petition.signatures.exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Charles", "ada@example.org", "47200"], "No signature"),
        (["Ada Lovelace", "ada", "47200"], "not a mail address"),
        (["Ada Lovelace"], "three answers"),
    ],
)
def test_the_operator_reads_why_nothing_was_withdrawn(
    lines: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    petition = make_petition()
    sign(petition)
    answer(monkeypatch, *lines)
    with pytest.raises(CommandError, match=said):
        call_command("withdraw_signature", petition.slug)
    assert petition.signatures.count() == 1


def test_the_operator_reads_that_no_petition_has_this_name() -> None:
    with pytest.raises(CommandError, match="no such petition"):
        call_command("withdraw_signature", "nulle-part")
