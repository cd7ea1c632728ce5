"""Lay down all the starter content, in one transaction."""

from datetime import datetime

from django.db import connection, transaction

from pages.starting.proposals import load_proposals
from pages.starting.registers import load_registers
from pages.starting.tree import load_tree

# One loader at a time: two demos started together lay down one site. Any fixed number does.
LOCK = 2_022_0324


@transaction.atomic
def load_starter_content(*, at: datetime) -> None:
    """Lay down what was never laid down before; what editors changed or removed stays so.

    A debate or petition that never existed opens at `at`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    load_registers(at=at)
    load_tree()
    load_proposals(at=at)
