"""What the public log holds of facts: every revision that everybody could read."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from ledger.models import Entry, LogObject
from ledger.sed1.entries import Kind
from ledger.sed1.objects import parse_object
from ledger.services import publish, seal
from tests.factories.transparency import NOW, make_content, make_draft, make_fact
from transparency.models import Fact, FactRevision
from transparency.services import publish_fact, revise_fact, withdraw_fact

pytestmark = pytest.mark.django_db


def correct(fact: Fact, **content: str) -> Fact:
    said = make_content(source=fact.source, **content)
    return revise_fact(
        fact=fact,
        topic=fact.topic,
        content=said,
        reason="L’Insee a publié mieux.",
        at=NOW + timedelta(days=1),
    )


def logged(fact: Fact) -> list[dict[str, object]]:
    """Return what the log holds of `fact`, in the order of its revisions, without nonces."""
    hashes = fact.revisions.public().order_by("number").values_list("object_sha256", flat=True)
    bodies = [bytes(LogObject.objects.get(digest=each).body) for each in hashes]
    return [
        {name: value for name, value in parse_object(body).items() if name != "nonce"}
        for body in bodies
    ]


def test_a_published_fact_is_logged_as_it_stands() -> None:
    fact = make_fact(value="15,4", unit="% des 15 ans et plus", as_of="2021", note="Métropole.")
    assert logged(fact) == [
        {
            "kind": "fact",
            "slug": fact.slug,
            "number": 2,
            "event": "published",
            "statement": "Une personne sur six n’utilise pas Internet.",
            "value": "15,4",
            "unit": "% des 15 ans et plus",
            "as_of": "2021",
            "source": fact.source.slug,
            "note": "Métropole.",
            "reason": "",
            "day": "2026-11-23",
        }
    ]


def test_nothing_of_a_draft_is_logged() -> None:
    fact = make_draft()
    correct(fact, statement="Une autre chose.")
    assert not Entry.objects.filter(kind=Kind.FACT).exists()
    assert not fact.revisions.exclude(object_sha256=None).exists()
    publish_fact(fact=fact, at=NOW)
    assert Entry.objects.filter(kind=Kind.FACT).count() == 1


def test_a_correction_and_a_withdrawal_are_logged_with_their_reason() -> None:
    fact = correct(make_fact(value="15,3", unit="%"), value="15,4", unit="%")
    withdraw_fact(fact=fact, reason="Source rétractée.", at=NOW + timedelta(days=2))
    steps = [(said["event"], said["value"], said["reason"]) for said in logged(fact)]
    assert steps == [
        ("published", "15,3", ""),
        ("corrected", "15,4", "L’Insee a publié mieux."),
        ("withdrawn", "15,4", "Source rétractée."),
    ]


def test_accents_typed_in_two_signs_are_logged_in_one() -> None:
    [said] = logged(make_fact(statement="L’ho\u0302pital a ferme\u0301."))
    assert said["statement"] == "L’hôpital a fermé."


def test_the_history_of_a_fact_leads_to_what_the_log_holds(client: Client) -> None:
    fact = correct(make_fact())
    seal(at=NOW)
    publish()
    html = client.get(fact.get_absolute_url()).content.decode()
    for revision in FactRevision.objects.public():
        assert revision.object_sha256 is not None
        address = f"/registre/objet/{revision.object_sha256.hex()}.json"
        assert f'href="{address}"' in html
        assert json.loads(client.get(address).content)["number"] == revision.number


def test_starter_facts_are_logged_once() -> None:
    call_command("load_starter_content")
    facts = Entry.objects.filter(kind=Kind.FACT)
    once = facts.count()
    call_command("load_starter_content")
    assert once == Fact.objects.published().count() == facts.count()
