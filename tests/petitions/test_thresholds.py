"""Thresholds: reached once, by the numbers that everybody sees, and told once."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from follows.models import NewsItem
from ledger.services import seal, tally
from petitions.errors import AlreadyThere, ThresholdBelowCount, ThresholdReached, WrongStatus
from petitions.figures import count_of
from petitions.models import Event, Petition, Threshold
from petitions.progress import outlook_of
from petitions.services import (
    change_threshold,
    close_petition,
    reach_thresholds,
    remove_threshold,
    set_threshold,
)
from tests.at_once import all_at_once
from tests.factories.ledger import make_signers
from tests.factories.outcome import count, make_threshold
from tests.factories.petitions import NOW, make_petition

pytestmark = pytest.mark.django_db


def told(petition: Petition) -> list[str]:
    return [item.body for item in NewsItem.objects.filter(subject=f"petition:{petition.pk}")]


def test_a_threshold_is_reached_once_and_told_once() -> None:
    petition = make_petition()
    threshold = make_threshold(petition, signatures=1000)
    count(petition, 999)
    assert reach_thresholds(at=NOW) == 0
    count(petition, 1000)
    assert [reach_thresholds(at=NOW), reach_thresholds(at=NOW + timedelta(minutes=1))] == [1, 0]
    threshold.refresh_from_db()
    event = Event.objects.get(petition=petition, kind=Event.Kind.THRESHOLD)
    assert threshold.reached_at == event.at == NOW
    assert event.note == "1\u202f000 signatures : Une rencontre est demandée."
    assert len(told(petition)) == 1


def test_it_stays_reached_when_signatures_are_withdrawn() -> None:
    petition = make_petition()
    make_threshold(petition, signatures=10)
    count(petition, 10)
    reach_thresholds(at=NOW)
    count(petition, 9)
    reach_thresholds(at=NOW + timedelta(minutes=1))
    [step] = outlook_of(petition, count_of(petition)).steps
    assert (step.is_reached, step.fell_back, step.signatures) == (True, True, 9)


def test_the_next_one_is_the_lowest_not_reached() -> None:
    petition = make_petition()
    for signatures in (500, 10, 100):
        make_threshold(petition, signatures=signatures)
    count(petition, 10)
    reach_thresholds(at=NOW)
    assert outlook_of(petition, count_of(petition)).next_number == 100


def test_places_are_counted_as_they_are_published() -> None:
    petition = make_petition()
    make_threshold(petition, signatures=60, areas=2, per_area=10)
    make_signers(40, petition.pk, area="48")
    make_signers(9, petition.pk, area="07")
    make_signers(30, petition.pk, area="99")
    seal(at=NOW)
    tally(at=NOW)
    assert reach_thresholds(at=NOW) == 0
    [step] = outlook_of(petition, count_of(petition)).steps
    assert step.areas == 1
    make_signers(30, petition.pk, area="07")
    seal(at=NOW + timedelta(days=1))
    tally(at=NOW + timedelta(days=1))
    assert reach_thresholds(at=NOW + timedelta(days=1)) == 1


def test_only_numbers_that_may_still_rise_are_looked_at() -> None:
    petition = make_petition()
    make_threshold(petition, signatures=10)
    close_petition(petition=petition, at=NOW)
    count(petition, 10)
    assert reach_thresholds(at=NOW + timedelta(days=3)) == 0
    assert reach_thresholds(at=NOW + timedelta(minutes=5)) == 1


def test_the_clock_asks_two_questions_however_many_petitions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        make_threshold(make_petition())
        make_threshold(make_petition(), areas=2, per_area=10)
    with django_assert_num_queries(2):
        reach_thresholds(at=NOW)


ASKED: dict[str, Any] = {"signatures": 9, "areas": 0, "per_area": 0, "leads_to": "Un débat."}


def test_a_reached_threshold_is_part_of_the_record() -> None:
    petition = make_petition()
    threshold = make_threshold(petition, signatures=1)
    count(petition, 1)
    reach_thresholds(at=NOW)
    with pytest.raises(ThresholdReached):
        change_threshold(threshold=threshold, **ASKED)
    with pytest.raises(ThresholdReached):
        remove_threshold(threshold=threshold)
    assert Threshold.objects.get().signatures == 1


def test_one_that_was_not_reached_changes_and_goes() -> None:
    threshold = make_threshold(make_petition())
    assert change_threshold(threshold=threshold, **ASKED).signatures == 9
    remove_threshold(threshold=threshold)
    assert not Threshold.objects.exists()


def test_the_same_threshold_is_set_once() -> None:
    petition = make_petition()
    make_threshold(petition)
    with pytest.raises(AlreadyThere):
        make_threshold(petition)
    assert Threshold.objects.count() == 1


def test_a_petition_that_ended_gets_no_new_one() -> None:
    petition = make_petition()
    close_petition(petition=petition, at=NOW)
    with pytest.raises(WrongStatus):
        set_threshold(petition=petition, **ASKED)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_it_once() -> None:
    petition = make_petition()
    make_threshold(petition, signatures=1)
    count(petition, 1)
    all_at_once([partial(reach_thresholds, at=NOW)] * 2)
    assert len(told(petition)) == 1
    assert Event.objects.filter(kind=Event.Kind.THRESHOLD).count() == 1


@pytest.mark.parametrize("signatures", [1, 999, 1000])
def test_a_threshold_that_the_count_is_at_already_is_refused(signatures: int) -> None:
    petition = make_petition()
    threshold = make_threshold(petition, signatures=5000)
    count(petition, 1000)
    with pytest.raises(ThresholdBelowCount):
        make_threshold(petition, signatures=signatures)
    asked: dict[str, Any] = {"areas": 0, "per_area": 0, "leads_to": "Un débat."}
    with pytest.raises(ThresholdBelowCount):
        change_threshold(threshold=threshold, signatures=signatures, **asked)
    assert change_threshold(threshold=threshold, signatures=1001, **asked).signatures == 1001


def test_the_words_of_a_threshold_change_though_its_places_alone_are_missing() -> None:
    petition = make_petition()
    threshold = make_threshold(petition, signatures=100, areas=9, per_area=10)
    count(petition, 500)
    asked: dict[str, Any] = {"signatures": 100, "areas": 9, "per_area": 10}
    assert change_threshold(threshold=threshold, **asked, leads_to="Un débat.").pk == threshold.pk
