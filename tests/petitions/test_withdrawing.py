"""A signer takes a signature back."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from core import keys
from ledger.services import seal
from petitions.errors import SignatureNotFound
from petitions.figures import count_of
from petitions.models import Petition
from petitions.services import close_petition, withdraw_signature
from petitions.typed import Typed
from tests.factories.petitions import NOW, make_draft_petition, make_petition, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def withdraw(petition: Petition, **typed: Any) -> None:
    """Withdraw as Ada; `typed` says otherwise."""
    ada = {"name": "Ada Lovelace", "address": "ada@example.org", "postcode": "47200"}
    withdraw_signature(petition=petition, typed=Typed(**(ada | typed)))


def online(petition: Petition) -> int:
    seal(at=NOW)
    return count_of(petition).online


def test_a_signature_is_withdrawn_and_the_count_falls() -> None:
    petition = make_petition()
    sign(petition)
    sign(petition, address="charles@example.org")
    assert online(petition) == 2
    withdraw(petition)
    assert (petition.signatures.count(), online(petition)) == (1, 1)


def test_a_signature_is_withdrawn_before_it_was_counted() -> None:
    petition = make_petition()
    sign(petition)
    withdraw(petition)
    assert (petition.signatures.count(), online(petition)) == (0, 0)


def test_a_signature_is_withdrawn_once() -> None:
    petition = make_petition()
    sign(petition)
    sign(petition, address="charles@example.org")
    withdraw(petition)
    with pytest.raises(SignatureNotFound):
        withdraw(petition)
    assert online(petition) == 1


def test_who_withdrew_may_sign_again() -> None:
    petition = make_petition()
    sign(petition)
    withdraw(petition)
    sign(petition)
    assert (petition.signatures.count(), online(petition)) == (1, 1)


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


@pytest.mark.parametrize("leaver", ["Ada Lovelace", "Charles Babbage"])
def test_of_two_people_at_one_address_the_other_still_signs_once(leaver: str) -> None:
    petition = make_petition()
    both = ["Ada Lovelace", "Charles Babbage"]
    for name in both:
        sign(petition, name=name)
    withdraw(petition, name=leaver)
    for name in both:
        sign(petition, name=name)
    assert (petition.signatures.count(), online(petition)) == (2, 2)


def test_who_stays_at_an_address_cannot_take_the_place_of_who_left() -> None:
    petition = make_petition()
    sign(petition, name="Ada Lovelace")
    sign(petition, name="Charles Babbage")
    withdraw(petition, name="Ada Lovelace")
    sign(petition, name="Charles Babbage")
    assert (petition.signatures.count(), online(petition)) == (1, 1)


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
