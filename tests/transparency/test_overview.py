"""The front of the register: topics, contested figures, signatures."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.transparency import NOW, make_draft, make_fact, make_topic
from transparency.overview import overview

pytestmark = pytest.mark.django_db


def test_a_topic_shows_its_newest_three_facts_and_counts_all() -> None:
    topic = make_topic()
    made = [make_fact(topic=topic, as_of=f"202{year}") for year in range(5)]
    [summary] = overview(NOW).topics
    assert summary.count == 5
    assert list(summary.facts) == [made[4], made[3], made[2]]


def test_topics_come_in_their_order_and_empty_ones_not_at_all() -> None:
    last, first = make_topic(order=2), make_topic(order=1)
    make_fact(topic=last)
    make_fact(topic=first)
    make_draft()
    assert [summary.topic for summary in overview(NOW).topics] == [first, last]


def test_contested_figures_are_grouped() -> None:
    made = {make_fact(contested_group="exclusion", as_of=day).pk for day in ("2021", "2022")}
    make_fact()
    [group] = overview(NOW).contested
    assert {fact.pk for fact in group.facts} == made


def test_the_front_costs_the_same_however_much_it_holds(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        make_fact(contested_group=f"groupe-{number % 3}")
    with django_assert_max_num_queries(5):
        shown = overview(NOW)
        assert [fact.source.title for group in shown.contested for fact in group.facts]
        assert [fact.source.title for summary in shown.topics for fact in summary.facts]
