"""The front of the register: topics, contested figures, signatures."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.transparency import NOW, make_draft, make_fact, make_topic
from transparency.overview import overview

pytestmark = pytest.mark.django_db


def test_a_topic_counts_its_published_facts() -> None:
    topic = make_topic()
    for _ in range(5):
        make_fact(topic=topic)
    make_draft(topic=topic)
    [shown] = overview(NOW).topics
    assert shown.facts_count == 5  # type: ignore[attr-defined]  # annotated by the query


def test_topics_come_in_their_order_and_empty_ones_not_at_all() -> None:
    last, first = make_topic(order=2), make_topic(order=1)
    make_fact(topic=last)
    make_fact(topic=first)
    make_draft()
    assert list(overview(NOW).topics) == [first, last]


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
    with django_assert_max_num_queries(4):
        shown = overview(NOW)
        assert [fact.source.title for group in shown.contested for fact in group.facts]
        assert [topic.title for topic in shown.topics]
