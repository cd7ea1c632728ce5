"""Counts of what was published."""

import pytest
from pytest_django import DjangoAssertNumQueries

from debates.figures import Counts, counts_of
from debates.models import Contribution
from tests.factories.debates import make_author, make_contribution, make_debate, publish

pytestmark = pytest.mark.django_db


def test_only_published_contributions_count() -> None:
    debate, author = make_debate(), make_author()
    root = publish(make_contribution(author, debate=debate))
    publish(make_contribution(make_author(), debate=debate, kind=Contribution.Kind.AGAINST))
    publish(make_contribution(make_author(), parent=root))
    make_contribution(make_author(), debate=debate, kind=Contribution.Kind.QUESTION)
    counts = counts_of([debate])[debate.pk]
    assert counts == Counts(for_=1, against=1, questions=0, replies=1)
    assert counts.total == 3


def test_an_empty_debate_counts_nothing() -> None:
    debate = make_debate()
    assert counts_of([debate]) == {debate.pk: Counts()}


def test_many_debates_are_counted_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    debates = [make_debate() for _ in range(3)]
    with django_assert_num_queries(1):
        assert set(counts_of(debates)) == {debate.pk for debate in debates}
