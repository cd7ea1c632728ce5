"""Before the letter: crowded networks wait, blocked ones are told, and nothing names anybody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from core import limits
from core.models import OutboxLetter
from petitions.errors import NetworkIsBlocked, ProviderIsBlocked
from petitions.models import AbuseRule, Mailbox, Petition, SignatureRequest, SigningLimit
from petitions.services import request_signature, save_rule, send_again
from petitions.services.guarding import guard, held_until, read_again
from petitions.typed import Typed
from tests.factories.petitions import NOW, make_petition

pytestmark = pytest.mark.django_db
NETWORK = "192.0.2.0/24"
TEN_MINUTES = timedelta(minutes=10)


def limit(reach: str, wishes: int, *, pause: int = 600) -> None:
    """Leave one limit in force."""
    SigningLimit.objects.all().delete()
    SigningLimit.objects.create(reach=reach, seconds=7200, wishes=wishes, pause=pause)
    read_again()


def ask_from(network: str, petition: Petition, name: str = "ada") -> SignatureRequest:
    typed = Typed(name, f"{name}@example.org", "47200")
    return request_signature(petition=petition, typed=typed, at=NOW, network=network)


def waits(network: str = NETWORK, petition: int = 1) -> bool:
    return held_until(petition=petition, address="ada@x.fr", network=network, at=NOW) > NOW


def block(subject: str, pattern: str) -> None:
    save_rule(subject=subject, pattern=pattern, verdict="block", note="")
    read_again()  # a test commits nothing


def post(petition: Petition, email: str = "ada@jetable.example", **headers: str) -> Any:
    typed = {"name": "Ada Lovelace", "email": email, "postcode": "47200"}
    return Client().post(f"/petitions/{petition.slug}/signer/", typed, headers=headers)


def test_a_crowded_network_waits_for_its_letters_and_is_never_refused() -> None:
    limit("petition", 1)
    petition = make_petition()
    for name in ["ada", "grace", "charles"]:
        ask_from(NETWORK, petition, name)
    due = OutboxLetter.objects.order_by("not_before").values_list("not_before", flat=True)
    assert list(due) == [NOW, NOW + TEN_MINUTES, NOW + TEN_MINUTES]


def test_each_petition_and_each_network_is_counted_apart() -> None:
    limit("petition", 1)
    assert not waits()
    assert not waits(petition=2)
    assert not waits("2001:db8::/56")
    assert waits()


def test_a_limit_of_the_site_adds_its_petitions_up() -> None:
    limit("site", 1)
    assert not waits(petition=1)
    assert waits(petition=2)


def test_the_longest_pause_counts() -> None:
    limit("petition", 1, pause=60)
    SigningLimit.objects.create(reach="site", seconds=60, wishes=1, pause=1800)
    read_again()
    waits()
    due = held_until(petition=1, address="ada@x.fr", network=NETWORK, at=NOW)
    assert due == NOW + timedelta(minutes=30)


def test_a_whole_network_is_limited_whatever_the_addresses_in_it(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    limit("petition", 1)
    petition = make_petition()
    for number, address in enumerate(["2001:db8:7:1::1", "9.9.9.9, 2001:db8:7:2::2"]):
        post(petition, f"a{number}@x.fr", **{"X-Forwarded-For": address})
    for number, address in enumerate(["192.0.2.1", "::ffff:192.0.2.200"]):
        post(petition, f"b{number}@x.fr", **{"X-Forwarded-For": address})
    moments = OutboxLetter.objects.values_list("not_before", flat=True).order_by("not_before")
    [first, second, *held] = moments
    assert second - first < timedelta(minutes=1)
    assert [moment - second > timedelta(minutes=9) for moment in held] == [True, True]


def test_many_at_once_are_counted_exactly(settings: Settings, broker_url: str) -> None:
    settings.LIMITS_STORAGE = broker_url
    limit("petition", 5)
    guard()  # threads have no part in a test's transaction
    start = Barrier(20)

    def one(_: int) -> bool:
        start.wait()
        return waits()

    with ThreadPoolExecutor(20) as crowd:
        held = list(crowd.map(one, range(20)))
    assert held.count(False) == 5


def test_without_valkey_nobody_waits(settings: Settings, tmp_path: Any) -> None:
    settings.LIMITS_STORAGE = f"unix://{tmp_path}/nobody.sock?db=2"
    limit("petition", 1)
    assert [waits() for _ in range(3)] == [False] * 3


def test_a_letter_asked_for_again_waits_as_long() -> None:
    limit("petition", 1, pause=3600)
    petition = make_petition()
    ask_from(NETWORK, petition)
    wish = ask_from(NETWORK, petition, "grace")
    send_again(reference=wish.reference, at=NOW + TEN_MINUTES)
    due = OutboxLetter.objects.exclude(pk=wish.pk).latest("not_before")
    assert due.not_before == NOW + timedelta(hours=1)


def test_an_allowed_network_never_waits() -> None:
    limit("petition", 1)
    save_rule(subject="network", pattern=NETWORK, verdict="allow", note="Salle des fêtes")
    read_again()
    assert [waits() for _ in range(3)] == [False] * 3


def test_asking_reads_neither_rules_nor_limits_in_the_calm_case(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    petition = make_petition()
    guard()
    with django_assert_num_queries(1):
        ask_from(NETWORK, petition)


def test_a_changed_rule_acts_within_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    guard()
    AbuseRule.objects.create(subject="network", pattern=NETWORK, verdict="block")
    assert not waits()
    monkeypatch.setattr("petitions.services.guarding.KEPT_SECONDS", -1.0)
    with pytest.raises(NetworkIsBlocked):
        waits()


@pytest.mark.parametrize(
    ("subject", "pattern", "words"),
    [
        ("domain", "*.example", "Cette adresse ne permet pas de signer ici"),
        ("network", "127.0.0.0/8", "Ce réseau ne permet pas de signer ici"),
    ],
)
def test_who_is_blocked_is_told_and_nothing_is_kept(subject: str, pattern: str, words: str) -> None:
    petition = make_petition()
    block(subject, pattern)
    response = post(petition)
    assert response.status_code == 422
    assert words in response.text
    assert "signez sur papier" in response.text
    assert 'value="ada@jetable.example"' in response.text
    assert not SignatureRequest.objects.exists()
    assert not Mailbox.objects.exists()
    assert not OutboxLetter.objects.exists()


def test_a_blocked_provider_stops_nobody_else() -> None:
    petition = make_petition()
    block("domain", "*.example")
    with pytest.raises(ProviderIsBlocked):
        held_until(petition=1, address="ada@jetable.example", network="", at=NOW)
    assert post(petition, "ada@free.fr").status_code == 302


def test_nothing_that_is_counted_names_a_network() -> None:
    limit("site", 1)
    ask_from("203.0.113.0/24", make_petition())
    assert "203.0.113" not in str(vars(limits._limiter().storage))


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"reach": "x", "seconds": 60, "wishes": 1}, "limit_is_known"),
        ({"reach": "site", "seconds": 90000, "wishes": 1}, "limit_is_known"),
        ({"reach": "site", "seconds": 61, "wishes": 0}, "limit_lets_somebody_sign"),
        ({"reach": "site", "seconds": 61, "wishes": 1, "pause": 3601}, "limit_never_refuses"),
    ],
)
def test_the_table_refuses_a_limit_that_would_refuse_people(said: Any, rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        SigningLimit.objects.create(**said)


def test_the_site_begins_with_two_windows_of_each_reach() -> None:
    kept = SigningLimit.objects.values_list("reach", "seconds", "wishes")
    assert sorted(kept) == [
        ("petition", 60, 20),
        ("petition", 600, 100),
        ("site", 60, 60),
        ("site", 3600, 300),
    ]
