"""Rules and limits at the administrators' desk; each change is logged, and names no network."""

import io
import logging
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from core.logs import json_formatter
from petitions.models import AbuseRule, SigningLimit
from tests.factories.accounts import log_in, make_person_with
from tests.pages.desk import said

pytestmark = pytest.mark.django_db
RULES, LIMITS = "/gestion/regles/", "/gestion/limites/"
RULE = {"subject": "domain", "pattern": "*.Exemple.FR", "verdict": "block", "note": "Robots"}
LIMIT = {"reach": "site", "seconds": "10", "wishes": "5", "pause": "60"}


def administrator() -> Client:
    return log_in(Client(), make_person_with(Role.Name.ADMINISTRATOR))


def kept() -> list[Any]:
    return [
        *AbuseRule.objects.values_list("subject", "pattern", "verdict"),
        *SigningLimit.objects.values_list("reach", "seconds", "wishes", "pause"),
    ]


def test_an_administrator_sets_changes_and_removes_a_rule() -> None:
    client = administrator()
    client.post(f"{RULES}new/", RULE)
    rule = AbuseRule.objects.get()
    assert (rule.pattern, rule.verdict) == ("*.exemple.fr", "block")
    client.post(f"{RULES}edit/{rule.pk}/", RULE | {"subject": "network", "pattern": "192.0.2.9/24"})
    assert AbuseRule.objects.get().pattern == "192.0.2.0/24"
    client.post(f"{RULES}delete/{rule.pk}/")
    assert not AbuseRule.objects.exists()


def test_an_administrator_sets_changes_and_removes_a_limit() -> None:
    client = administrator()
    client.post(f"{LIMITS}new/", LIMIT)
    limit = SigningLimit.objects.get(seconds=10)
    client.post(f"{LIMITS}edit/{limit.pk}/", LIMIT | {"wishes": "7"})
    limit.refresh_from_db()
    assert (limit.wishes, limit.pause) == (7, 60)
    client.post(f"{LIMITS}delete/{limit.pk}/")
    assert not SigningLimit.objects.filter(pk=limit.pk).exists()


@pytest.mark.parametrize(
    ("address", "typed", "words"),
    [
        (RULES, RULE | {"pattern": "*"}, "Écrivez un domaine"),
        (RULES, RULE | {"pattern": "\x00"}, ""),
        (RULES, RULE | {"subject": "network", "pattern": "192.0.2.1"}, "Un réseau va de /8 à /24"),
        (RULES, RULE | {"subject": "x"}, ""),
        (RULES, RULE | {"verdict": ""}, ""),
        (RULES, RULE | {"note": "x" * 201}, ""),
        (RULES, {}, ""),
        (LIMITS, LIMIT | {"wishes": "0"}, ""),
        (LIMITS, LIMIT | {"pause": "3601"}, ""),
        (LIMITS, LIMIT | {"seconds": "9" * 40}, ""),
        (LIMITS, LIMIT | {"reach": "x"}, ""),
        (LIMITS, LIMIT | {"seconds": "60"}, "ont déjà une limite"),
        (LIMITS, {}, ""),
    ],
)
def test_garbage_is_told_and_changes_nothing(address: str, typed: Any, words: str) -> None:
    before = kept()
    response = administrator().post(f"{address}new/", typed)
    assert response.status_code == 422
    assert words in said(response)
    assert kept() == before


def test_a_rule_that_stands_is_not_set_twice() -> None:
    client = administrator()
    client.post(f"{RULES}new/", RULE)
    assert "Une autre règle porte déjà" in said(client.post(f"{RULES}new/", RULE))
    assert AbuseRule.objects.count() == 1


@pytest.mark.parametrize("role", [Role.Name.EDITOR, Role.Name.MODERATOR, Role.Name.ORGANISER])
def test_only_administrators_come_in(role: str) -> None:
    before = kept()
    client = log_in(Client(), make_person_with(role))
    for address, typed in [(RULES, RULE), (LIMITS, LIMIT)]:
        for response in [client.get(address), client.post(f"{address}new/", typed)]:
            assert response.status_code == 403 or response["Location"] == "/gestion/"
    assert kept() == before


def test_the_log_tells_each_change_and_names_no_network() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_formatter())
    logging.getLogger().addHandler(handler)
    client = administrator()
    client.post(f"{LIMITS}new/", LIMIT)
    client.post(f"{RULES}new/", RULE | {"subject": "network", "pattern": "203.0.113.0/24"})
    logging.getLogger().removeHandler(handler)
    lines = stream.getvalue()
    assert '"wishes": 5' in lines
    assert "A rule against abuse was set." in lines
    assert "203.0.113" not in lines
