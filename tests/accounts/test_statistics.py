"""The database's own statistics, which outlive the rows they sample, hold no address."""

import pytest
from django.db import connection

from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def test_statistics_sample_no_address() -> None:
    for _ in range(20):
        make_user()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user")
        cursor.execute("SELECT attname FROM pg_stats WHERE tablename = 'accounts_user'")
        sampled = {name for (name,) in cursor.fetchall()}
    assert "pseudonym" in sampled
    assert "email" not in sampled
