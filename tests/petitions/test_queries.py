"""How many statements signing costs, outside of any test's own transaction."""

import pytest
from celery import current_app
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import OutboxLetter
from petitions.hiding import new_secret
from petitions.models import Mailbox, SignatureRequest
from petitions.services import guarding
from tests.factories.petitions import ask, code_in_last_letter, make_petition
from tests.petitions.script import Script

pytestmark = pytest.mark.django_db(transaction=True)
TRANSACTION = ("BEGIN", "COMMIT", "SET", "ROLLBACK", "SAVEPOINT")


def statements(captured: CaptureQueriesContext) -> tuple[int, int]:
    """Return the number of statements, and of transactions around them."""
    asked = [query["sql"] for query in captured.captured_queries]
    return (
        sum(not sql.startswith(TRANSACTION) for sql in asked),
        sum(sql.startswith("BEGIN") for sql in asked),
    )


def test_signing_is_one_statement_then_one_short_transaction(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)  # the worker's own queries
    petition = make_petition()
    guarding.guard()  # what the operators set is read twice a minute
    ada = {"name": "Ada", "email": "ada@example.org", "postcode": "47200"}
    with CaptureQueriesContext(connection) as asking:
        response = client.post(f"/petitions/{petition.slug}/signer/", ada)
    code = code_in_last_letter()
    with CaptureQueriesContext(connection) as confirming:
        client.post(response["Location"], {"code": code, "secret": new_secret()})
    assert SignatureRequest.objects.get().is_confirmed
    assert statements(asking) == (2, 0)
    # Six in the transaction, one of which asks how long the log is; then the key that signs the
    # promise is looked up.
    assert statements(confirming) == (7, 1)


def test_asking_for_an_address_again_costs_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a clock tells a stranger that this address asked within ten minutes."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    petition = make_petition()
    guarding.guard()
    ada = {"name": "Ada", "email": "ada@example.org", "postcode": "47200"}
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asking:
            client.post(f"/petitions/{petition.slug}/signer/", ada)
        costs.append([query["sql"].split(None, 1)[0] for query in asking.captured_queries])
    assert costs[0] == costs[1]
    assert (SignatureRequest.objects.count(), OutboxLetter.objects.count()) == (2, 1)
    assert Mailbox.objects.count() == 1


def test_confirming_by_script_costs_one_more_short_transaction(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    wish = ask(make_petition(), at=timezone.now())
    address = f"/petitions/{wish.petition.slug}/confirmer/{wish.reference}/"
    script = Script(client, address, {"code": wish.code})
    with CaptureQueriesContext(connection) as first:
        sent = script.values(script.post().json())
    with CaptureQueriesContext(connection) as second:
        script.post(**sent)
    assert SignatureRequest.objects.get().is_confirmed
    assert (statements(first), statements(second)) == ((2, 1), (7, 1))
