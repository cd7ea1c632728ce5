"""Rules about networks and providers: what they match, in which order, and what no rule may say."""

import pytest

from petitions.errors import BadRule
from petitions.providers import is_disposable
from petitions.screening import (
    ALLOW,
    BLOCK,
    DOMAIN,
    NETWORK,
    Verdict,
    rules_from,
    tidy_pattern,
)


def judge(*rows: tuple[str, str, str], network: str = "192.0.2.0/24", domain: str = "x.fr") -> str:
    return rules_from(rows).judge(network=network, domain=domain).name


def test_without_a_rule_everybody_may_sign() -> None:
    assert judge() == "ORDINARY"


@pytest.mark.parametrize(
    ("rule", "network"),
    [
        ("192.0.2.0/24", "192.0.2.0/24"),
        ("192.0.0.0/16", "192.0.2.0/24"),
        ("2001:db8::/32", "2001:db8:7:100::/56"),
        ("2001:db8:7:100::/56", "2001:db8:7:100::/56"),
    ],
)
def test_a_network_is_matched_with_what_we_know_of_a_visitor(rule: str, network: str) -> None:
    assert judge((NETWORK, rule, BLOCK), network=network) == "NETWORK_BLOCKED"


@pytest.mark.parametrize("network", ["198.51.100.0/24", "2001:db8::/56", "unknown", ""])
def test_other_networks_are_left_alone(network: str) -> None:
    assert judge((NETWORK, "192.0.2.0/24", BLOCK), network=network) == "ORDINARY"


@pytest.mark.parametrize(
    ("glob", "domain", "matches"),
    [
        ("exemple.fr", "exemple.fr", True),
        ("exemple.fr", "un.exemple.fr", False),
        ("*.exemple.fr", "un.exemple.fr", True),
        ("*.exemple.fr", "exemple.fr", False),
        ("*.exemple.fr", "exemple.fr.autre.org", False),
        ("jetable*.fr", "jetable12.fr", True),
    ],
)
def test_a_domain_is_matched_whole(glob: str, domain: str, matches: bool) -> None:
    verdict = judge((DOMAIN, glob, BLOCK), domain=domain)
    assert verdict == ("DOMAIN_BLOCKED" if matches else "ORDINARY")


def test_networks_come_first_and_allowing_before_blocking() -> None:
    rules = [
        (NETWORK, "192.0.2.0/24", ALLOW),
        (NETWORK, "192.0.0.0/16", BLOCK),
        (DOMAIN, "bon.exemple.fr", ALLOW),
        (DOMAIN, "*.exemple.fr", BLOCK),
    ]
    assert judge(*rules, domain="bon.exemple.fr") == Verdict.WELCOME.name
    assert judge(*rules, domain="mal.exemple.fr") == "DOMAIN_BLOCKED"
    assert judge(*rules, network="192.0.3.0/24", domain="bon.exemple.fr") == "NETWORK_BLOCKED"
    assert judge(*rules, network="8.8.8.0/24", domain="bon.exemple.fr") == "ORDINARY"
    assert judge(*rules, network="8.8.8.0/24", domain="mal.exemple.fr") == "DOMAIN_BLOCKED"


@pytest.mark.parametrize(
    ("subject", "typed", "kept"),
    [
        (NETWORK, " 192.0.2.77/24 ", "192.0.2.0/24"),
        (NETWORK, "2001:DB8::1/48", "2001:db8::/48"),
        (DOMAIN, " *.Exemple.FR ", "*.exemple.fr"),
    ],
)
def test_a_pattern_is_tidied(subject: str, typed: str, kept: str) -> None:
    assert tidy_pattern(subject, typed) == kept


@pytest.mark.parametrize(
    ("subject", "typed"),
    [
        (NETWORK, "192.0.2.77"),  # one address: more than we know of anybody
        (NETWORK, "192.0.2.0/25"),
        (NETWORK, "2001:db8::/64"),
        (NETWORK, "::ffff:192.0.2.0/120"),
        (NETWORK, "0.0.0.0/0"),
        (NETWORK, "::/0"),
        (NETWORK, "fe80::1%eth0/64"),
        (NETWORK, "exemple.fr"),
        (NETWORK, "\x00"),
        (DOMAIN, "*"),
        (DOMAIN, "*.*"),
        (DOMAIN, "exemple"),
        (DOMAIN, "ada@exemple.fr"),
        (DOMAIN, "[a-z].fr"),
        (DOMAIN, "é.fr"),
        (DOMAIN, "192.0.2.0/24"),
        (DOMAIN, ""),
    ],
)
def test_a_pattern_that_names_nothing_or_everybody_is_refused(subject: str, typed: str) -> None:
    with pytest.raises(BadRule):
        tidy_pattern(subject, typed)


@pytest.mark.parametrize("domain", ["mailinator.com", "ada.mailinator.com", "yopmail.com"])
def test_throw_away_addresses_are_known(domain: str) -> None:
    assert is_disposable(domain)


@pytest.mark.parametrize(
    "domain",
    [
        "mozmail.com",
        "duck.com",
        "ada.anonaddy.com",
        "simplelogin.com",
        "privaterelay.appleid.com",
        "icloud.com",
        "free.fr",
        "com",
    ],
)
def test_relays_that_protect_people_are_respected(domain: str) -> None:
    assert not is_disposable(domain)
