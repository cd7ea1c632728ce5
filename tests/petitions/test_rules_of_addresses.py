"""Which addresses are one mailbox: by rules that providers document, and that never change."""

import hashlib
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import simple_address
from petitions.canonical import (
    NEWEST,
    RULES,
    canonical_address,
    rules_as_data,
    version_stated,
)

PARTS = st.from_regex(r"[a-z0-9_-]{1,8}([.+][a-z0-9_-]{1,8}){0,3}", fullmatch=True)
DOMAINS = st.sampled_from([*RULES[NEWEST], "example.org"])
VERSIONS = st.sampled_from(sorted(RULES))
TAGS = st.from_regex(r"[a-z0-9.]{0,8}", fullmatch=True)
# Of what the log states: whoever changes a version changes what people signed under.
PINNED = {
    1: "d41439a8e67720426d66a1f5155b07dcbe461e8117ceb3b88c18588aa7ccd5a6",
    2: "127d705f2fb67510f35612a7ffc64351590b0ad32ec75582f06df81f0b0705ab",
}


def digest_of(version: int) -> str:
    stated = json.dumps(rules_as_data(version), sort_keys=True)
    return hashlib.sha256(stated.encode()).hexdigest()


@pytest.mark.parametrize("version", sorted(RULES))
def test_a_version_of_the_rules_never_changes(version: int) -> None:
    assert digest_of(version) == PINNED[version]


@given(PARTS, DOMAINS, VERSIONS)
def test_the_canonical_form_is_its_own_canonical_form(
    local: str, domain: str, version: int
) -> None:
    once = canonical_address(f"{local}@{domain}", version)
    assert canonical_address(once, version) == once
    assert once.partition("@")[0]


@given(PARTS, DOMAINS, VERSIONS)
def test_case_and_composition_make_no_second_mailbox(local: str, domain: str, version: int) -> None:
    address = f"{local}@{domain}"
    typed = [address.upper(), f" {address.title()} ", unicodedata.normalize("NFD", address)]
    found = {canonical_address(simple_address(one), version) for one in typed}
    assert found == {canonical_address(address, version)}


@given(PARTS, TAGS, st.sampled_from(sorted(RULES[NEWEST])), VERSIONS)
def test_a_tag_makes_no_second_mailbox_where_the_provider_ignores_it(
    local: str, tag: str, domain: str, version: int
) -> None:
    if domain in RULES[version]:
        tagged = canonical_address(f"{local}+{tag}@{domain}", version)
        assert tagged == canonical_address(f"{local}@{domain}", version)


@given(PARTS, st.data())
def test_dots_make_no_second_mailbox_at_gmail_and_proton(local: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(local)))
    for domain in ("gmail.com", "pm.me"):
        dotted = canonical_address(f"{local[:at]}.{local[at:]}@{domain}")
        assert dotted == canonical_address(f"{local}@{domain}")


@given(PARTS, VERSIONS)
def test_an_unlisted_domain_gets_no_rule(local: str, version: int) -> None:
    for domain in ("example.org", "laposte.net", "orange.fr", "wanadoo.fr", "yahoo.fr"):
        assert canonical_address(f"{local}@{domain}", version) == f"{local}@{domain}"


@given(PARTS, VERSIONS)
def test_two_domains_of_one_provider_are_two_mailboxes_unless_it_says_otherwise(
    local: str, version: int
) -> None:
    domains = ["hotmail.com", "hotmail.fr", "live.fr", "outlook.com", "outlook.fr"]
    assert len({canonical_address(f"{local}@{domain}", version) for domain in domains}) == 5


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("a.d.a+news@googlemail.com", "ada@gmail.com"),
        ("a_d-a.l+news@pm.me", "adal@proton.me"),
        ("ada@protonmail.com", "ada@proton.me"),
        ("ada+news@mac.com", "ada@icloud.com"),
        ("ada@me.com", "ada@icloud.com"),
        ("a.da@outlook.fr", "a.da@outlook.fr"),
        ("+ada@gmail.com", "+ada@gmail.com"),
        ("_-@pm.me", "_-@proton.me"),
    ],
)
def test_providers_ignore_what_they_say_they_ignore(address: str, canonical: str) -> None:
    assert canonical_address(address) == canonical


@pytest.mark.parametrize("version", sorted(RULES))
def test_the_rules_are_stated_as_data_for_the_public_log(version: int) -> None:
    stated = {str(rule["domain"]): rule for rule in rules_as_data(version)}
    for domain, rule in stated.items():
        local = "ada" if rule["ignores_dots"] else "a.da"
        assert canonical_address(f"a.da+news@{domain}", version) == f"{local}@{rule['counts_as']}"
    assert "example.org" not in stated


@pytest.mark.parametrize("version", sorted(RULES))
def test_what_the_log_states_tells_which_version_it_is(version: int) -> None:
    assert version_stated(json.loads(json.dumps(rules_as_data(version)))) == version


def test_rules_that_nobody_knows_are_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        version_stated([])
