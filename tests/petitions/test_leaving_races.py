"""Many take the same signature out at the same moment: it leaves once, and the books agree."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from celery import current_app
from pytest_django import Settings

from accounts.models import Role
from core.mailboxes import WRONG_CODES
from ledger.models import Entry
from ledger.sed1.entries import Kind
from ledger.services import index_of, publish, seal
from petitions.errors import SignatureNotFound, WrongProof
from petitions.models import Annulment, OwnList, OwnMailbox, Petition
from petitions.services import (
    approve_annulment,
    ask_for_list,
    carry_out_annulments,
    open_list,
    propose_annulment,
    undo_annulment,
    withdraw_from_list,
    withdraw_with_receipt,
)
from tests.factories.accounts import make_person_with
from tests.factories.petitions import NOW, ask, confirm, make_petition, sign, signed
from tests.factories.recounting import online
from tests.petitions.leaving import all_at_once, opening

pytestmark = pytest.mark.django_db(transaction=True)
REMOVALS = [Kind.WITHDRAW, Kind.ANNUL]
WAITED = NOW + timedelta(hours=72)


@pytest.fixture(autouse=True)
def _worker_apart(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Leave letters in the outbox: here no worker runs inside the request."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    settings.SEAL_BATCH = 1


def opened(address: str = "ada@example.org") -> OwnList:
    own_list = ask_for_list(address=address, at=NOW)
    code = own_list.mailbox.code_for(address)
    return open_list(reference=own_list.reference, code=code, at=NOW)


def removals() -> int:
    return Entry.objects.filter(kind__in=REMOVALS).count()


def test_a_receipt_a_list_and_an_annulment_remove_one_signature_once() -> None:
    petition = make_petition()
    receipt = signed(petition)
    commitment = receipt.hidden.commitment
    seal(at=NOW)
    annulment = announced(petition, index_of(commitment) or 0)
    own_list = opened()
    with_receipt = partial(withdraw_with_receipt, petition=petition, **opening(receipt))
    by_mail = partial(
        withdraw_from_list, reference=own_list.reference, commitment=commitment, at=NOW
    )
    acts: list[Any] = [with_receipt, by_mail, partial(carry_out_annulments, at=WAITED)] * 4
    all_at_once(acts)
    annulment.refresh_from_db()
    assert annulment.state == Annulment.State.DONE
    assert (petition.signatures.count(), removals(), online(petition)) == (0, 1, 0)


def announced(petition: Petition, index: int) -> Annulment:
    first, second = (make_person_with(Role.Name.ADMINISTRATOR) for _ in range(2))
    annulment = propose_annulment(
        petition=petition,
        reason=Annulment.Reason.FRAUD,
        statement="Ces signatures viennent d’un programme.",
        indexes=[index],
        by=first,
        at=NOW,
    )
    approve_annulment(annulment=annulment, by=second, at=NOW)
    seal(at=NOW)
    publish()
    carry_out_annulments(at=NOW)
    return annulment


def test_twenty_withdrawals_from_a_list_are_one() -> None:
    petition = make_petition()
    commitment = signed(petition).hidden.commitment
    own_list = opened()
    withdraw = partial(
        withdraw_from_list, reference=own_list.reference, commitment=commitment, at=NOW
    )
    said = all_at_once([withdraw] * 20)
    assert sum(isinstance(answer, SignatureNotFound) for answer in said) == 19
    assert (petition.signatures.count(), removals(), online(petition)) == (0, 1, 0)


def test_twenty_withdrawals_with_one_receipt_are_one() -> None:
    petition = make_petition()
    receipt = signed(petition)
    said = all_at_once([partial(withdraw_with_receipt, petition=petition, **opening(receipt))] * 20)
    assert sorted(said) == [False] * 19 + [True]
    assert (petition.signatures.count(), removals(), online(petition)) == (0, 1, 0)


def test_who_confirms_second_while_the_first_person_leaves_counts_once() -> None:
    for _ in range(5):
        petition = make_petition()
        commitment = signed(petition).hidden.commitment
        own_list = opened()
        wishes = [ask(petition, name="Charles Babbage") for _ in range(8)]
        leave = partial(
            withdraw_from_list, reference=own_list.reference, commitment=commitment, at=NOW
        )
        all_at_once([*(partial(confirm, wish) for wish in wishes), leave])
        assert (petition.signatures.count(), online(petition)) == (1, 1)
        sign(petition, name="Charles Babbage")
        assert (petition.signatures.count(), online(petition)) == (1, 1)


def test_an_annulment_is_carried_out_or_undone_and_never_both() -> None:
    for _ in range(5):
        petition = make_petition()
        receipt = signed(petition)
        seal(at=NOW)
        annulment = announced(petition, index_of(receipt.hidden.commitment) or 0)
        person = annulment.proposed_by
        assert person is not None
        undo = partial(undo_annulment, annulment=annulment, by=person, at=NOW)
        all_at_once([undo, partial(carry_out_annulments, at=WAITED)] * 2)
        annulment.refresh_from_db()
        is_done = annulment.state == Annulment.State.DONE
        carry_out_annulments(at=WAITED)
        assert online(petition) == (0 if is_done else 1)


def test_fifty_lists_of_one_address_are_one_letter() -> None:
    lists = all_at_once([partial(ask_for_list, address="ada@example.org", at=NOW)] * 50)
    assert OwnMailbox.objects.get().letters == 1
    assert len({own_list.reference for own_list in lists}) == 50
    assert OwnList.objects.count() == 50 + 1  # the one that the letter's link opens


def test_fifty_guesses_at_once_are_five_attempts() -> None:
    own_list = ask_for_list(address="ada@example.org", at=NOW)
    code = own_list.mailbox.code_for("ada@example.org")
    guess = f"{(int(code) + 1) % 10**6:06d}"
    all_at_once([partial(open_list, reference=own_list.reference, code=guess, at=NOW)] * 50)
    own_list.refresh_from_db()
    assert own_list.attempts == OwnMailbox.objects.get().wrong_codes == 5


def test_fifty_browsers_that_guess_for_one_address_are_25_wrong_codes() -> None:
    lists = [ask_for_list(address="ada@example.org", at=NOW) for _ in range(50)]
    code = lists[0].mailbox.code_for("ada@example.org")
    guess = f"{(int(code) + 1) % 10**6:06d}"
    said = all_at_once(
        [partial(open_list, reference=each.reference, code=guess, at=NOW) for each in lists]
    )
    assert [type(each) for each in said].count(WrongProof) == WRONG_CODES
    assert OwnMailbox.objects.get().wrong_codes == WRONG_CODES
