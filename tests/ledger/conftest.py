"""What tests of the log share."""

from collections.abc import Callable

import pytest
from django.db import connection


@pytest.fixture
def change_row() -> Callable[..., int]:
    """Change the database as a fault of its disk would, whatever its triggers say."""

    def change(statement: str, *values: int | str | bytes) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement, values)
            changed: int = cursor.rowcount
            cursor.execute("SET LOCAL session_replication_role = origin")
        return changed

    return change
