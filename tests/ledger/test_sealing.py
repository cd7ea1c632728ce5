"""Signatures are sealed by groups, each once, in one linear log."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from ledger.errors import DoesNotOpen, NotInTheLog, SecretReused
from ledger.models import Checkpoint, Entry, Placement, SealedCount
from ledger.sed1.commitments import LEVEL_EMAIL
from ledger.sed1.entries import Kind
from ledger.services import (
    queue_annulment,
    queue_signature,
    queue_withdrawal,
    seal,
    sealed_counts,
)
from tests.factories.ledger import (
    NOW,
    PETITION,
    Signer,
    make_signer,
    make_signers,
    online,
    open_in_log,
    withdraw,
)

LATER = NOW + timedelta(minutes=16)


@pytest.fixture(autouse=True)
def _groups_of_five(settings: Settings) -> None:
    settings.SEAL_BATCH = 5
    settings.SEAL_DELAY_MINUTES = (5, 15)


def annul(signer: Signer) -> bool:
    return queue_annulment(
        petition=signer.petition, commitment=signer.commitment, geo=signer.geo, reason=1
    )


@pytest.mark.django_db
def test_a_full_group_is_counted_at_once() -> None:
    make_signers(5)
    seal(at=NOW)
    assert (online(), Entry.objects.waiting().count()) == (5, 0)


@pytest.mark.django_db
def test_a_small_group_waits_for_a_moment_nobody_can_guess() -> None:
    make_signers(4)
    seal(at=NOW)
    assert online() == 0
    assert seal(at=NOW + timedelta(minutes=4)) == 0
    assert seal(at=LATER) == 4


@pytest.mark.django_db
def test_the_moment_is_drawn_once() -> None:
    make_signer()
    seal(at=NOW)
    due = SealedCount.objects.get().due_at
    make_signer()
    seal(at=NOW + timedelta(minutes=1))
    assert SealedCount.objects.get().due_at == due


@pytest.mark.django_db
def test_each_group_draws_its_own_moment() -> None:
    make_signers(5)
    seal(at=NOW)
    assert SealedCount.objects.get().due_at is None


@pytest.mark.django_db
def test_a_withdrawal_lowers_the_count_with_its_group() -> None:
    signers = make_signers(5)
    seal(at=NOW)
    assert withdraw(signers[0])
    assert (seal(at=NOW), online()) == (0, 5)
    assert (seal(at=LATER), online()) == (1, 4)


@pytest.mark.django_db
def test_a_signature_is_taken_out_once_whoever_asks() -> None:
    signer = make_signer()
    assert [withdraw(signer), annul(signer), withdraw(signer)] == [True, False, False]


@pytest.mark.django_db
def test_a_withdrawal_needs_the_signers_own_secret() -> None:
    ada, charles = make_signers(2)
    with pytest.raises(DoesNotOpen):
        queue_withdrawal(
            petition=PETITION,
            commitment=ada.commitment,
            w=charles.w,
            identity=charles.identity,
            geo=None,
        )
    with pytest.raises(NotInTheLog):
        queue_withdrawal(
            petition=8, commitment=ada.commitment, w=ada.w, identity=ada.identity, geo=None
        )


@pytest.mark.django_db
@pytest.mark.parametrize("repeated", ["commitment", "geo"])
def test_no_secret_serves_twice(repeated: str) -> None:
    signer = make_signer()
    fresh = {"commitment": bytes(32), "geo": bytes(32)}
    fresh[repeated] = getattr(signer, repeated)
    with pytest.raises(SecretReused), transaction.atomic():
        queue_signature(petition=PETITION, version=1, area="48", level=LEVEL_EMAIL, **fresh)
    assert Entry.objects.filter(kind=Kind.SIGN).count() == 1


@pytest.mark.django_db
def test_a_sealed_entry_no_longer_says_where_it_comes_from() -> None:
    make_signers(5)
    seal(at=NOW)
    assert not Entry.objects.filter(geo__isnull=False).exists()
    assert Placement.objects.filter(state=Placement.State.WAITING).count() == 5


@pytest.mark.django_db
def test_postgresql_refuses_to_rewrite_the_log() -> None:
    make_signers(5)
    seal(at=NOW)
    for rewriting in (
        lambda: Entry.objects.sealed().update(body=b"\x01"),
        lambda: Entry.objects.filter(index=3).delete(),
        lambda: Checkpoint.objects.update(root=bytes(32)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewriting()


@pytest.mark.django_db
def test_petitions_are_counted_apart() -> None:
    make_signers(5)
    make_signers(2, 8)
    seal(at=NOW)
    assert (online(7), online(8)) == (5, 0)


@pytest.mark.django_db
def test_the_count_says_when_it_was_made() -> None:
    make_signers(5)
    seal(at=NOW)
    make_signer()
    seal(at=NOW + timedelta(minutes=1))
    assert SealedCount.objects.get().sealed_at == NOW


@pytest.mark.django_db
def test_an_idle_sequencer_asks_two_questions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    # Two more open and close the transaction's savepoint inside the test's own.
    with django_assert_num_queries(4):
        assert seal(at=NOW) == 0


@pytest.mark.django_db
def test_a_group_costs_the_same_number_of_questions_whatever_its_size(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    signers = make_signers(100)
    for signer in signers[:50]:
        withdraw(signer)
    with django_assert_max_num_queries(35):
        assert seal(at=NOW) == 153


@pytest.mark.django_db
def test_counts_of_many_petitions_are_one_question(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        assert sealed_counts(range(50)) == {}


@pytest.mark.django_db(transaction=True)
def test_sequencers_at_once_write_one_linear_log() -> None:
    open_in_log()
    make_signers(100)
    stop = threading.Event()

    def keep_sealing() -> None:
        while not stop.is_set():
            seal(at=NOW)
        connection.close()

    threads = [threading.Thread(target=keep_sealing) for _ in range(3)]
    for thread in threads:
        thread.start()
    make_signers(100)
    stop.set()
    for thread in threads:
        thread.join()
    seal(at=LATER)
    seal(at=LATER + timedelta(hours=1))
    assert online() == 200
    indexes = list(Entry.objects.sealed().values_list("index", flat=True))
    assert indexes == list(range(203))
    assert Checkpoint.objects.first() == Checkpoint(size=203)
