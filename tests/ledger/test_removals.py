"""What was taken out of the count: by whom, and why, as the log tells."""

import pytest
from pytest_django import Settings

from ledger.models import Entry
from ledger.sed1.entries import Kind, Reason
from ledger.services import (
    publish,
    queue_annulment,
    queue_closing,
    queue_decision,
    queue_key_destroyed,
    queue_withdrawal,
    seal,
)
from ledger.services.removals import (
    Removals,
    index_of_decision,
    is_key_destroyed,
    live_signatures,
    removals_of,
)
from tests.factories.ledger import NOW, PETITION, Signer, make_log, make_signer, make_signers

pytestmark = pytest.mark.django_db


def annul(signer: Signer, reason: Reason, **decision: int) -> bool:
    return queue_annulment(
        petition=signer.petition,
        commitment=signer.commitment,
        geo=signer.geo,
        reason=reason,
        **decision,
    )


def withdraw(signer: Signer) -> bool:
    return queue_withdrawal(
        petition=signer.petition,
        commitment=signer.commitment,
        w=signer.w,
        identity=signer.identity,
        geo=signer.geo,
    )


def index_of(signer: Signer) -> int:
    index = Entry.objects.get(commitment=signer.commitment).index
    assert index is not None
    return index


def test_removals_are_counted_by_reason_once_they_are_sealed() -> None:
    by_receipt, by_mail, fraud, _, other = [*make_log(4), make_signer(petition=8)]
    digest = queue_decision({"kind": "annulment"})
    seal(at=NOW)
    assert index_of_decision(digest) is None  # nobody can read it yet
    publish()
    decision = index_of_decision(digest)
    assert decision is not None
    withdraw(by_receipt)
    annul(by_mail, Reason.BY_MAIL)
    annul(fraud, Reason.FRAUD, decision=decision)
    annul(other, Reason.BY_MAIL)
    assert removals_of(PETITION) == Removals(0, 0, 0, 0)
    seal(at=NOW)
    assert removals_of(PETITION) == Removals(1, 1, 1, 0)


def test_only_signatures_of_the_petition_that_count_are_live() -> None:
    kept, left = make_log(2)
    [elsewhere] = make_signers(1, petition=8)
    waiting = make_signer()
    seal(at=NOW)
    withdraw(left)
    named = [*range(20), index_of(elsewhere), 10**15]
    assert live_signatures(PETITION, named) == {
        index_of(kept): kept.commitment,
        index_of(waiting): waiting.commitment,
    }


def test_the_end_of_a_key_waits_for_withdrawals_that_need_it() -> None:
    [signer] = make_log(1)
    queue_closing(petition=PETITION)
    seal(at=NOW)
    annul(signer, Reason.BY_MAIL)
    queue_key_destroyed(petition=PETITION)
    seal(at=NOW)
    assert is_key_destroyed(PETITION)
    kinds = list(Entry.objects.sealed().values_list("kind", flat=True))
    assert kinds[-2:] == [Kind.ANNUL, Kind.KEY_DESTROYED]


def test_the_end_of_a_key_is_not_sealed_before_a_group_that_is_not_ripe(
    settings: Settings,
) -> None:
    [signer] = make_log(1)
    queue_closing(petition=PETITION)
    seal(at=NOW)
    settings.SEAL_BATCH = 5
    annul(signer, Reason.BY_MAIL)
    queue_key_destroyed(petition=PETITION)
    seal(at=NOW)
    assert Entry.objects.waiting().count() == 2
