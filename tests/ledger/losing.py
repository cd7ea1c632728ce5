"""Lose what the database learnt, and not what was published of it; get it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from ledger import store
from ledger.services import (
    publish,
    seal,
)
from petitions.services import (
    recover,
)
from petitions.services.recovering import Recovery
from tests.factories.petitions import NOW


@contextmanager
def lost() -> Iterator[None]:
    """Lose, after the block, what it did to the database; what it published stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def go_on(at: datetime = NOW) -> int:
    """Seal and publish what waits; return the published size."""
    seal(at=at)
    return publish()


def recovered(**kwargs: Any) -> Recovery:
    given = {"folder": None, "witnessed": None, "is_stated": False, "at": NOW} | kwargs
    return recover(**given)


def root() -> bytes:
    checkpoint = store.published_checkpoint()
    assert checkpoint
    return checkpoint.root
