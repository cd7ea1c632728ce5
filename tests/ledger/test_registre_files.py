"""What entries name by their hash, and the programs that check it, are read by any program."""

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger import store
from ledger.sed1.entries import KeyUse
from ledger.sed1.objects import parse_object
from ledger.services import publish, queue_decision, seal
from ledger.services.publishing import object_path, tally_path
from ledger.services.signing import active_keys, begin_key, end_key
from ledger.tlog.notes import open_note, parse_vkey
from tests.factories.ledger import NOW, PETITION, make_log, make_signers, open_in_log
from tests.ledger.test_registre_tiles import body_of, read, status

pytestmark = pytest.mark.django_db


def vkeys(client: Client) -> list[str]:
    lines = read(client, "cles").decode().splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_an_object_is_served_byte_for_byte_at_its_hash(client: Client) -> None:
    named = queue_decision({"kind": "decision", "reason": "L’été"})
    make_log(1)
    response = client.get(f"/registre/objet/{named.hex()}.json")
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert parse_object(response.content)["reason"] == "L’été"


def test_an_erased_object_is_gone_at_once_here_and_in_a_minute_elsewhere(client: Client) -> None:
    named = open_in_log()
    make_log(1)
    address = f"/registre/objet/{named.hex()}.json"
    assert client.get(address)["Cache-Control"] == "public, max-age=60"
    store.erase(object_path(named))
    response = client.get(address, {"autre": "1"})
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"
    assert "effacé" in response.content.decode()


@pytest.mark.parametrize("name", ["0" * 63, "0" * 65, "A" * 64, "g" * 64, "../checkpoint"])
def test_what_is_no_hash_names_no_object(client: Client, name: str) -> None:
    assert status(client, f"objet/{name}.json") == 404


def test_figures_are_listed_by_day_and_served_as_they_are(client: Client) -> None:
    for day in [20790, 20780, 9999]:
        store.write(tally_path(PETITION, day), b"sed1/tally\n")
    assert json.loads(read(client, "ventilation/7/")) == {"days": [9999, 20780, 20790]}
    response = client.get("/registre/ventilation/7/20780.txt")
    assert body_of(response) == b"sed1/tally\n"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "immutable" in response["Cache-Control"]


def test_a_petition_without_figures_has_an_empty_list(client: Client) -> None:
    assert json.loads(read(client, "ventilation/8/")) == {"days": []}
    assert status(client, "ventilation/8/20780.txt") == 404


@pytest.mark.parametrize("path", ["07/", "-1/", "x/", "7/020780.txt", "7/" + "9" * 5000 + ".txt"])
def test_figures_have_one_address(client: Client, path: str) -> None:
    assert status(client, f"ventilation/{path}") == 404


def test_the_keys_open_the_checkpoint(client: Client) -> None:
    make_log(1)
    checkpoint = read(client, "checkpoint")
    opened = open_note(checkpoint, [parse_vkey(line) for line in vkeys(client)])
    assert opened.signed_by


def test_the_keys_are_told_with_their_use_and_their_end(client: Client) -> None:
    make_log(1)
    [first] = active_keys(KeyUse.CHECKPOINT)
    second = begin_key(KeyUse.CHECKPOINT)
    end_key(KeyUse.CHECKPOINT, first.verifier)
    [promise] = active_keys(KeyUse.PROMISE)
    assert read(client, "cles").decode().splitlines() == [
        "# checkpoint, ended",
        str(first.verifier),
        "# checkpoint, active",
        str(second.verifier),
        "# promise, active",
        str(promise.verifier),
    ]


def test_the_counts_that_pages_show_are_told_with_the_size_they_are_of(client: Client) -> None:
    make_signers(2)
    open_in_log(8)
    seal(at=NOW)
    publish()
    assert json.loads(read(client, "comptes.json")) == {
        "size": 6,
        "petitions": {"7": {"online": 2, "paper": 0}, "8": {"online": 0, "paper": 0}},
    }


def test_a_log_that_is_empty_counts_nothing(client: Client) -> None:
    assert json.loads(read(client, "comptes.json")) == {"size": 0, "petitions": {}}


@pytest.mark.parametrize("name", ["verify", "witness"])
def test_the_programs_are_one_file_each(client: Client, name: str) -> None:
    response = client.get(f"/registre/{name}.py")
    assert response["Content-Disposition"] == f'attachment; filename="{name}.py"'
    assert response["Content-Type"] == "text/x-python; charset=utf-8"
    compile(response.content, f"{name}.py", "exec")


def test_programs_cost_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    named = open_in_log()
    make_log(1)
    costs = {f"objet/{named.hex()}.json": 0, "ventilation/7/": 0, "cles": 2, "comptes.json": 1}
    for path, queries in costs.items():
        with django_assert_num_queries(queries):
            read(client, path)
