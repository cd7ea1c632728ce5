"""Let nothing be sealed or published while the log is checked or mended."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from ledger import store
from ledger.services.tables import hold_sequencer


@contextmanager
def alone() -> Iterator[None]:
    """Wait for who seals or publishes, and be the only one to touch the log for the block.

    The block is one transaction.
    """
    with store.held(wait=True), transaction.atomic():
        hold_sequencer(wait=True)
        yield
