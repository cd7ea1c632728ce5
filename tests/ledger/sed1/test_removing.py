"""How a signature stops counting, and what cannot remove it."""

import pytest

from ledger.sed1.entries import (
    NO_DECISION,
    Amend,
    Annul,
    Decision,
    KeyDestroyed,
    Reason,
)
from tests.ledger.sed1.logs import PETITION, closed_log, opened_log, withdrawal

H = b"H" * 32


def test_a_withdrawal_that_opens_a_signature_removes_it() -> None:
    log = opened_log()
    index = log.sign(0)
    log.add(withdrawal(index, 0))

    assert log.petition.online == 0
    assert not log.recount.is_live(index)
    assert log.faulty == []


def test_a_withdrawal_with_the_secret_of_another_removes_nothing() -> None:
    log = opened_log()
    index = log.sign(0)
    wrong = log.add(withdrawal(index, 1))

    assert log.petition.online == 1
    assert log.faulty == [wrong]


def test_a_withdrawal_opens_the_text_of_the_version_that_was_signed() -> None:
    log = opened_log()
    log.add(Amend(PETITION, 2, b"U" * 32))
    index = log.sign(0)  # its C is made with T, the text of version 1
    other = log.sign(1, version=2)  # and this one too, which is not its version's text
    log.add(withdrawal(index, 0))
    wrong = log.add(withdrawal(other, 1))

    assert log.petition.online == 1
    assert log.faulty == [wrong]


def test_a_removed_signature_cannot_be_removed_again() -> None:
    log = opened_log()
    index = log.sign(0)
    log.add(withdrawal(index, 0))
    again = log.add(withdrawal(index, 0))
    and_again = log.add(Annul(index, Reason.BY_MAIL, NO_DECISION))

    assert log.petition.online == 0
    assert log.faulty == [again, and_again]


@pytest.mark.parametrize("target", [0, 2, 3, 7, 8, 10_000, NO_DECISION])
def test_only_an_earlier_signature_can_be_removed(target: int) -> None:
    log = opened_log()
    log.sign(0)
    log.add(withdrawal(target, 0))
    log.add(Annul(target, Reason.BY_MAIL, NO_DECISION))

    assert log.petition.online == 1
    assert log.faulty == [2, 3]


def test_a_signature_withdrawn_by_mail_needs_no_decision() -> None:
    log = opened_log()
    index = log.sign(0)
    log.add(Annul(index, Reason.BY_MAIL, NO_DECISION))

    assert log.petition.online == 0
    assert log.faulty == []


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.COURT_ORDER])
def test_fraud_and_courts_need_an_earlier_decision(reason: Reason) -> None:
    log = opened_log()
    first, second = log.sign(0), log.sign(1)
    too_early = log.add(Annul(first, reason, 4))
    decision = log.add(Decision(H))
    not_a_decision = log.add(Annul(second, reason, first))
    log.add(Annul(first, reason, decision))

    assert log.petition.online == 1
    assert log.faulty == [too_early, not_a_decision]


@pytest.mark.parametrize(
    ("reason", "decision"), [(0, NO_DECISION), (4, 0), (1, 0), (2, NO_DECISION), (3, NO_DECISION)]
)
def test_no_other_reason_and_no_other_reference_annuls(reason: int, decision: int) -> None:
    log = opened_log()
    index = log.sign(0)
    raw = b"\x03" + index.to_bytes(8, "big") + bytes([reason]) + decision.to_bytes(8, "big")
    wrong = log.add(raw)

    assert log.petition.online == 1
    assert log.faulty == [wrong]


def test_after_the_key_is_destroyed_only_a_court_annuls() -> None:
    log = closed_log(signers=3)
    decision = log.add(Decision(H))
    log.add(KeyDestroyed(PETITION))
    by_mail = log.add(Annul(1, Reason.BY_MAIL, NO_DECISION))
    fraud = log.add(Annul(2, Reason.FRAUD, decision))
    log.add(Annul(3, Reason.COURT_ORDER, decision))

    assert log.petition.online == 2
    assert log.faulty == [by_mail, fraud]


def test_withdrawing_stays_possible_for_ever() -> None:
    log = closed_log()
    log.add(KeyDestroyed(PETITION))
    log.add(withdrawal(1, 0))

    assert log.petition.online == 0
    assert log.petition.closed == (1, 0)
    assert log.faulty == []
