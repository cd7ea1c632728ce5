"""Sequencers that stop, come back, or die in the middle of their work write one linear log."""

import signal
import subprocess
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone

from ledger.models import Checkpoint, Entry
from ledger.services import publish, scrub, seal
from ledger.services.guarding import ensure_not_behind
from ledger.services.tables import SEQUENCER_LOCK
from tests.factories.ledger import make_log, make_signers, online
from tests.ledger.programs import start

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
# Other test runs share the server, each with a database of its own.
HOLDER = """
    SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND objid = %s AND granted AND datname = current_database()
"""


@pytest.fixture
def stopped() -> Iterator[subprocess.Popen[str]]:
    """A sequencer that was stopped in mid-transaction, with five signatures to seal."""
    make_log(3)
    make_signers(5)
    # Reading the tiles is the first thing that it does once the log is its own.
    blocker = connection.copy()
    with blocker.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE ledger_tile")
    program = start("ledger_seal")
    while holder() is None:
        assert program.poll() is None, program.communicate()
        time.sleep(0.05)
    program.send_signal(signal.SIGSTOP)
    blocker.close()
    yield program
    program.kill()
    program.communicate()


def holder() -> int | None:
    """Return the process of PostgreSQL that works for the sequencer of the moment."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDER, [SEQUENCER_LOCK])
        found = cursor.fetchone()
    return found[0] if found else None


def log_is_linear() -> bool:
    indexes = list(Entry.objects.sealed().values_list("index", flat=True))
    last = Checkpoint.objects.first()
    return last is not None and indexes == list(range(last.size)) == list(
        range(ensure_not_behind().size)
    )


def test_a_stopped_sequencer_goes_on_where_it_was(stopped: subprocess.Popen[str]) -> None:
    assert (seal(at=timezone.now()), online()) == (0, 3)
    stopped.send_signal(signal.SIGCONT)
    output, errors = stopped.communicate(timeout=60)
    assert (stopped.returncode, output) == (0, "5 sealed, 11 published.\n"), errors
    make_signers(2)
    assert (seal(at=timezone.now()), publish(), online()) == (2, 13, 10)
    assert log_is_linear()


def test_what_lost_its_connection_while_stopped_writes_nothing(
    stopped: subprocess.Popen[str],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [holder()])
    make_signers(2)
    assert (seal(at=timezone.now()), publish(), online()) == (7, 13, 10)
    stopped.send_signal(signal.SIGCONT)
    output, errors = stopped.communicate(timeout=60)
    assert stopped.returncode in (1, 78), errors
    assert output == ""
    assert (seal(at=timezone.now()), publish(), online()) == (0, 13, 10)
    assert log_is_linear()


def test_killed_again_and_again_a_sequencer_leaves_a_whole_log() -> None:
    make_log(1)
    for pause in (0, 0.03, 0.1):
        make_signers(200)
        program = start("ledger_seal")
        while holder() is None and program.poll() is None:
            time.sleep(0.001)
        time.sleep(pause)
        program.kill()
        program.communicate()
    while Entry.objects.waiting().exists():
        seal(at=timezone.now())
    assert (publish(), online()) == (604, 601)
    assert scrub().published == 604
