"""Many at the same moment: constraints and locks decide, in real transactions."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from celery import current_app

from core.mailboxes import WRONG_CODES
from core.models import OutboxLetter
from ledger.models import Entry
from ledger.sed1.entries import Kind
from petitions.errors import (
    AlreadyConfirmed,
    PetitionClosed,
    SignatureNotFound,
    TooManyAttempts,
    WrongProof,
)
from petitions.models import Mailbox, Petition, SignatureRequest
from petitions.services import (
    Confirmed,
    close_petition,
    confirm_by_code,
    prove_by_code,
    withdraw_signature,
)
from petitions.typed import Typed
from tests.factories.petitions import NOW, ask, choice, confirm, make_petition, sign, wrong_code
from tests.petitions.leaving import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 50


@pytest.fixture(autouse=True)
def _worker_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave letters in the outbox: here no worker runs inside the request."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)


def logged() -> int:
    return Entry.objects.filter(kind=Kind.SIGN).count()


def test_fifty_confirmations_of_one_code_are_one_signature() -> None:
    petition = make_petition()
    wish, kept = ask(petition), choice()
    said = all_at_once([partial(confirm, wish, kept)] * CROWD)
    assert len({answer.hidden for answer in said}) == 1
    assert petition.signatures.count() == logged() == 1


def test_fifty_confirmations_with_different_secrets_are_one_receipt() -> None:
    petition = make_petition()
    wish = ask(petition)
    said = all_at_once([partial(confirm, wish) for _ in range(CROWD)])
    [confirmed] = [answer for answer in said if isinstance(answer, Confirmed)]
    assert sum(isinstance(answer, AlreadyConfirmed) for answer in said) == CROWD - 1
    assert bytes(petition.signatures.get().commitment) == confirmed.hidden.commitment
    assert petition.signatures.count() == logged() == 1


def test_fifty_wishes_of_one_address_are_one_letter_then_one_signature() -> None:
    petition = make_petition()
    wishes = all_at_once([partial(ask, petition)] * CROWD)
    assert OutboxLetter.objects.count() == 1
    assert SignatureRequest.objects.count() == CROWD
    all_at_once([partial(confirm, wish) for wish in wishes])
    assert petition.signatures.count() == logged() == 1


def test_two_people_at_one_address_confirm_at_once() -> None:
    for _ in range(5):
        petition = make_petition()
        wishes = [ask(petition), ask(petition, name="Charles Babbage")] * 4
        all_at_once([partial(confirm, wish) for wish in wishes])
        assert petition.signatures.count() == 2


@pytest.mark.parametrize("step", [prove_by_code, partial(confirm_by_code, choice=choice())])
def test_fifty_guesses_at_once_are_five_attempts(step: Callable[..., Any]) -> None:
    wish = ask(make_petition())
    attempt = partial(step, reference=wish.reference, code=wrong_code(wish), at=NOW)
    said = all_at_once([attempt] * CROWD)
    assert sum(isinstance(answer, WrongProof) for answer in said) == 4
    assert sum(isinstance(answer, TooManyAttempts) for answer in said) == CROWD - 4
    assert SignatureRequest.objects.get().attempts == 5


def test_fifty_browsers_that_guess_for_one_address_are_25_wrong_codes() -> None:
    petition = make_petition()
    wishes = [ask(petition) for _ in range(CROWD)]
    guesses = [
        partial(confirm_by_code, reference=wish.reference, code=wrong_code(wish), at=NOW)
        for wish in wishes
    ]
    said = all_at_once([partial(guess, choice=choice()) for guess in guesses])
    assert [type(each) for each in said].count(WrongProof) == WRONG_CODES
    assert Mailbox.objects.get().wrong_codes == WRONG_CODES


def test_once_a_petition_is_closed_no_signature_is_on_its_way() -> None:
    petition = make_petition()
    wishes = [ask(petition, address=f"ada{number}@example.org") for number in range(24)]

    def close() -> int:
        close_petition(petition=Petition.objects.get(pk=petition.pk), at=NOW)
        return petition.signatures.count()

    acts = [partial(confirm, wish) for wish in wishes]
    said = all_at_once([*acts[:12], close, *acts[12:]])
    at_closing = said[12]
    refused = [answer for answer in said if isinstance(answer, PetitionClosed)]
    assert petition.signatures.count() == at_closing == len(wishes) - len(refused)


def test_twenty_withdrawals_at_once_take_back_one_signature() -> None:
    petition = make_petition()
    sign(petition)
    ada = Typed("Ada Lovelace", "ada@example.org", "47200")
    said = all_at_once([partial(withdraw_signature, petition=petition, typed=ada)] * 20)
    assert sum(isinstance(answer, SignatureNotFound) for answer in said) == 19
    assert not petition.signatures.exists()
    assert Entry.objects.filter(kind=Kind.ANNUL).count() == 1


def test_who_shares_an_address_signs_once_while_the_other_withdraws() -> None:
    for _ in range(5):
        petition = make_petition()
        sign(petition)
        sign(petition, name="Charles Babbage")
        again = [ask(petition, name="Charles Babbage") for _ in range(8)]
        ada = Typed("Ada Lovelace", "ada@example.org", "47200")
        leave = partial(withdraw_signature, petition=petition, typed=ada)
        all_at_once([*(partial(confirm, wish) for wish in again), leave])
        assert petition.signatures.count() == 1
