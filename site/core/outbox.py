"""Letters wait in the database, sealed, in the same transaction as what they announce."""

import time
import uuid
from collections.abc import Iterable
from datetime import datetime
from threading import Lock

from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from core import keys
from core.delivery import drain
from core.letters import Letter
from core.models import OutboxLetter
from core.tasks import drain_outbox

__all__ = ["Letter", "OutboxLetter", "drain", "enqueue", "hasten", "prepare", "wake"]

BROKER_PAUSE_SECONDS = 5.0


def enqueue(letter: Letter, *, at: datetime, not_before: datetime | None = None) -> OutboxLetter:
    """Keep `letter` until it is delivered, in the caller's transaction.

    Args:
        letter: what to deliver.
        at: the moment of asking, timezone-aware; its day's key seals the letter.
        not_before: deliver it no earlier; must come before that key is destroyed.
    """
    waiting = prepare(letter, at=at, not_before=not_before)
    waiting.save(force_insert=True)
    wake()
    return waiting


def prepare(
    letter: Letter,
    *,
    at: datetime,
    not_before: datetime | None = None,
    pk: uuid.UUID | None = None,
) -> OutboxLetter:
    """Return the sealed row of `letter`, for a caller that stores it with rows of its own.

    Args:
        pk: under which `hasten` finds it; random unless given.
    """
    waiting = OutboxLetter(pk=pk or uuid.uuid4(), key_day=at.date(), not_before=not_before or at)
    key = keys.day_key(waiting.key_day)
    waiting.sealed = keys.seal(letter.to_bytes(), key=key, bound_to=waiting.bound_to())
    return waiting


def hasten(pks: Iterable[uuid.UUID], *, at: datetime) -> None:
    """Let the letters `pks` go at `at`, if they still wait for their first moment; twice is once.

    One that was tried already waits for the mail server of its reader.
    """
    held = OutboxLetter.objects.filter(pk__in=pks, not_before__gt=at, attempts=0)
    if held.update(not_before=at):
        wake()


def wake() -> None:
    """Ask the worker, once the caller's transaction is committed, to look at the outbox."""
    transaction.on_commit(_worker.wake, robust=True)


class _Worker:
    """Asks the worker to drain the outbox, at most once in each short while.

    The worker acts at the end of that while, so one call covers every letter committed in it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked_until = 0.0

    def wake(self) -> None:
        now = time.monotonic()
        gather: float = settings.OUTBOX_GATHER_SECONDS
        with self._lock:
            if now < self._asked_until:
                return
            self._asked_until = now + gather
        try:
            drain_outbox.apply_async(countdown=gather, retry=False)
        except OperationalError:
            # The broker is away. The clock drains the outbox anyway; no page need wait for that.
            self._asked_until = now + BROKER_PAUSE_SECONDS


_worker = _Worker()
