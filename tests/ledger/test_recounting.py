"""The nightly recount: what pages show is what the log holds, or somebody is told."""

import pytest
from pytest_django import DjangoAssertNumQueries

from ledger.errors import Damaged
from ledger.models import Checkpoint, SealedCount
from ledger.services import publish, recount, seal
from tests.factories.ledger import NOW, PETITION, make_log, make_signers, withdraw

pytestmark = pytest.mark.django_db


def test_signatures_less_those_taken_back_are_what_is_shown() -> None:
    signers = make_log(12)
    withdraw(signers[0])
    make_signers(10, petition=8)
    seal(at=NOW.replace(day=6))
    publish()
    found = recount()
    assert (found.petitions, found.differences) == (2, ())
    assert found.size == Checkpoint.objects.latest("size").size


def test_an_empty_log_has_no_difference() -> None:
    assert recount().differences == ()


def test_a_wrong_count_is_found_and_left_as_it_is() -> None:
    make_log(10)
    SealedCount.objects.update(online=11)
    [wrong] = recount().differences
    assert (wrong.petition, wrong.shown.online, wrong.counted.online) == (PETITION, 11, 10)
    assert SealedCount.objects.get().online == 11


def test_a_count_that_is_gone_is_found() -> None:
    make_log(10)
    make_signers(10, petition=8)
    seal(at=NOW)
    SealedCount.objects.filter(petition=8).delete()
    assert [wrong.petition for wrong in recount().differences] == [8]


def test_what_is_sealed_meanwhile_is_left_out() -> None:
    make_log(10)

    def seal_more(done: int, of: int) -> None:
        make_signers(10)
        seal(at=NOW)

    assert recount(progress=seal_more).differences == ()


def test_a_log_that_misses_entries_is_no_difference_but_damage() -> None:
    make_log(10)
    Checkpoint.objects.create(size=99, root=bytes(32))
    with pytest.raises(Damaged):
        recount()


def test_entries_are_read_many_at_a_time(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_log(30)
    with django_assert_num_queries(2):
        recount()
