"""Let nothing be sealed or published while the log is checked or mended."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from ledger import store
from ledger.services.sealing import SEQUENCER_LOCK


@contextmanager
def alone() -> Iterator[None]:
    """Wait for who seals or publishes, and be the only one to touch the log for the block.

    The block is one transaction.
    """
    with store.held(wait=True), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
        yield
