"""A statement that a crowd waits for is planned once, and counted and refused like any other."""

import pytest
from django.db import IntegrityError, connection
from pytest_django import DjangoAssertNumQueries

from core.prepared import prepared_cursor

pytestmark = pytest.mark.django_db
_ASKED = "SELECT %s::int + 41"


def test_a_statement_is_prepared_on_its_first_use() -> None:
    with prepared_cursor() as cursor:
        cursor.execute(_ASKED, [1])
        assert cursor.fetchone() == (42,)
    assert _is_prepared("SELECT $1::int + 41")


def test_the_cursors_of_django_prepare_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int + 43", [1])
    assert not _is_prepared("SELECT $1::int + 43")


def test_it_is_counted_among_the_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1), prepared_cursor() as cursor:
        cursor.execute(_ASKED, [1])


def test_its_errors_are_those_of_django() -> None:
    with pytest.raises(IntegrityError), prepared_cursor() as cursor:
        cursor.execute("INSERT INTO follows_newsitem (id) VALUES (%s)", [1])


def _is_prepared(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE statement = %s", [statement])
        return cursor.fetchone() is not None
