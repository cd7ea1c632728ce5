"""Statements that PostgreSQL plans once for each connection: the few that a crowd waits for."""

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper


def prepared_cursor() -> CursorWrapper:
    """Return a cursor whose statements are prepared on first use, unlike `connection.cursor`'s.

    Django sends each statement with its values written into it; PostgreSQL then reads and plans it
    anew. Errors and the record of queries are Django's. Use it in a `with`.
    """
    connection.ensure_connection()
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with connection.wrap_database_errors:
        # The stubs of Django know neither what this class is made from, nor what is wrapped.
        return wrap(ServerBindingCursor(connection.connection))  # type: ignore[call-arg, arg-type]
