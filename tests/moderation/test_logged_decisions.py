"""Every decision enters the public log with the journal's words, and nothing else."""

import json

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.models import Entry, LogObject
from ledger.sed1.entries import Decision as LoggedDecision
from ledger.sed1.entries import Kind
from ledger.sed1.objects import digest, parse_object
from ledger.services import publish as publish_log
from ledger.services import seal
from moderation.errors import AlreadyDecided
from moderation.models import Case, Decision
from moderation.services import decide, reopen
from tests.factories.accounts import make_moderator, make_user
from tests.factories.moderation import NOW, TEXT, make_article, make_case, publish, refuse

pytestmark = pytest.mark.django_db


def logged(decision: Decision) -> bytes:
    """Return the bytes that the log holds of `decision`."""
    assert decision.object_sha256 is not None
    return bytes(LogObject.objects.get(digest=decision.object_sha256).body)


def entries() -> list[bytes]:
    return [bytes(entry.body) for entry in Entry.objects.filter(kind=Kind.DECISION)]


def test_a_decision_is_logged_as_the_journal_shows_it() -> None:
    decision = refuse(make_case())
    said = parse_object(logged(decision))
    assert len(said.pop("nonce")) == 64
    assert said == {
        "kind": "moderation_decision",
        "reference": decision.reference,
        "outcome": "refused",
        "article": 1,
        "day": "2026-11-23",
        "reason": "Ce texte insulte une personne.",
    }


def test_its_entry_holds_the_hash_of_that() -> None:
    decision = refuse(make_case())
    assert entries() == [LoggedDecision(digest(logged(decision))).to_bytes()]


def test_no_person_and_no_word_of_the_text_enters_the_log() -> None:
    author, moderator = make_user(), make_moderator()
    body = logged(refuse(make_case(author), by=moderator)).decode()
    hidden = [str(author), author.email, str(moderator), moderator.email, TEXT]
    assert not [word for word in hidden if word in body]


def test_a_publication_needs_no_article() -> None:
    said = parse_object(logged(publish(make_case())))
    assert (said["outcome"], said["article"], said["reason"]) == ("published", None, "")


def test_accents_typed_in_two_signs_are_logged_in_one() -> None:
    decision = decide(
        case=make_case(),
        outcome="refused",
        article=make_article(),
        reason="Ce texte a e\u0301te\u0301 copie\u0301.",
        by=make_moderator(),
        at=NOW,
    )
    assert parse_object(logged(decision))["reason"] == "Ce texte a été copié."


def test_a_decision_that_is_given_up_leaves_nothing_in_the_log() -> None:
    case = make_case()
    on_another_screen = Case.objects.get(pk=case.pk)
    publish(case)
    with pytest.raises(AlreadyDecided), transaction.atomic():
        refuse(on_another_screen)
    assert len(entries()) == 1


def test_reopening_decides_nothing_but_the_next_decision_is_logged_too() -> None:
    first, moderator = refuse(make_case()), make_moderator()
    case = reopen(decision=first, by=moderator, at=NOW)
    assert len(entries()) == 1
    publish(case, by=moderator)
    assert len(entries()) == 2


def test_the_page_of_a_decision_leads_to_what_the_log_holds(client: Client) -> None:
    decision = refuse(make_case())
    seal(at=NOW)
    publish_log()
    assert decision.object_sha256 is not None
    address = f"/registre/objet/{decision.object_sha256.hex()}.json"
    assert f'href="{address}"' in client.get(decision.get_absolute_url()).content.decode()
    assert json.loads(client.get(address).content)["reference"] == decision.reference


def test_two_of_the_queries_of_a_decision_are_for_the_log(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    case, moderator = make_case(), make_moderator()
    with django_assert_num_queries(12):
        publish(case, by=moderator)
