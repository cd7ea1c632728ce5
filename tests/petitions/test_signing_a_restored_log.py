"""A database that came back from a backup promises nothing before it has recovered."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from ledger.errors import LogRefuses
from ledger.models import Entry, Placement
from ledger.services import ensure_reaches_mark, origin
from ledger.services.guarding import mark_file, raise_mark
from ledger.tlog.checkpoints import Checkpoint
from petitions.hiding import new_secret
from petitions.models import Petition, Signature, SignatureRequest
from tests.factories.ledger import make_log
from tests.factories.petitions import ask, make_petition, sign
from tests.ledger.losing import go_on, lost
from tests.petitions.script import Script

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    settings.SEAL_BATCH = 1


def asked() -> tuple[Petition, SignatureRequest, str]:
    """Return a wish to sign that waits in a log with a history, and its address."""
    petition = make_petition()
    wish = ask(petition, at=timezone.now())
    go_on()
    return petition, wish, f"/petitions/{petition.slug}/confirmer/{wish.reference}/"


def lose_some() -> None:
    with lost():
        make_log(3)


def written() -> list[int]:
    return [
        Signature.objects.count(),
        Entry.objects.count(),
        Placement.objects.count(),
        SignatureRequest.objects.filter(sealed=None).count(),
    ]


def test_confirming_on_a_restored_database_writes_nothing_until_it_recovered(
    client: Client,
) -> None:
    petition, wish, address = asked()
    lose_some()
    before = written()
    typed = {"code": wish.code, "secret": new_secret()}
    refused = client.post(address, typed)
    assert (refused.status_code, refused["Retry-After"]) == (503, "10")
    assert written() == before
    call_command("ledger_recover")
    assert client.post(address, typed).status_code == 200
    assert petition.signatures.count() == 1


def test_a_script_is_refused_alike(client: Client) -> None:
    petition, wish, address = asked()
    lose_some()
    assert Script(client, address, {"code": wish.code}).confirm().status_code == 503
    assert petition.signatures.count() == 0


def test_no_promise_is_signed_anew_on_a_restored_database(client: Client) -> None:
    petition = make_petition()
    wish = sign(petition)
    go_on()
    page = f"/petitions/{petition.slug}/recu/{wish.receipt_token}/"
    assert client.get(f"{page}promesse/").status_code == 200
    lose_some()
    assert client.get(f"{page}promesse/").status_code == 503


def test_the_question_is_one_statement_and_no_tile() -> None:
    make_log(300)
    with CaptureQueriesContext(connection) as asked_of:
        ensure_reaches_mark()
    [query] = asked_of.captured_queries
    assert "ledger_tile" not in query["sql"]


@pytest.mark.parametrize("wrong", ["behind", "forked", "renamed", "gone", "damaged"])
def test_whatever_the_mark_says_is_met(wrong: str) -> None:
    make_log(3)
    match wrong:
        case "behind":
            raise_mark(Checkpoint(origin(), 7, bytes(32)))
        case "forked":
            raise_mark(Checkpoint(origin(), 6, bytes(32)))
        case "renamed":
            raise_mark(Checkpoint("elsewhere.example/registre", 0, bytes(32)))
        case "gone":
            mark_file().unlink()
        case _:
            mark_file().write_text("?")
    with pytest.raises(LogRefuses):
        ensure_reaches_mark()


def test_a_mark_that_lags_and_a_log_that_never_began_are_fine() -> None:
    ensure_reaches_mark()
    make_log(3)
    mark = mark_file().read_bytes()
    make_log(2)
    mark_file().write_bytes(mark)
    ensure_reaches_mark()
