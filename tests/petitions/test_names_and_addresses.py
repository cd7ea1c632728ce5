"""Which addresses are one mailbox, which names one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions import tags
from petitions.canonical import canonical_address, rules_as_data
from petitions.typed import Typed, comparable_name, comparable_postcode

PARTS = st.from_regex(r"[a-z0-9]{1,8}([.+][a-z0-9]{1,8}){0,3}", fullmatch=True)
DOMAINS = st.sampled_from(["gmail.com", "googlemail.com", "pm.me", "me.com", "example.org"])


@given(PARTS, DOMAINS)
def test_the_canonical_form_is_its_own_canonical_form(local: str, domain: str) -> None:
    once = canonical_address(f"{local}@{domain}")
    assert canonical_address(once) == once
    assert once.partition("@")[0]


@given(PARTS)
def test_an_unlisted_domain_gets_no_rule(local: str) -> None:
    assert canonical_address(f"{local}@example.org") == f"{local}@example.org"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("a.d.a+news@googlemail.com", "ada@gmail.com"),
        ("ada+news@pm.me", "ada@proton.me"),
        ("a.da@outlook.fr", "a.da@outlook.fr"),
        ("+ada@gmail.com", "+ada@gmail.com"),
    ],
)
def test_providers_ignore_what_they_say_they_ignore(address: str, canonical: str) -> None:
    assert canonical_address(address) == canonical


def test_the_rules_are_stated_as_data_for_the_public_log() -> None:
    stated = {str(rule["domain"]): rule for rule in rules_as_data()}
    for domain, rule in stated.items():
        local = "ada" if rule["ignores_dots"] else "a.da"
        assert canonical_address(f"a.da+news@{domain}") == f"{local}@{rule['counts_as']}"
    assert "example.org" not in stated


@pytest.mark.parametrize("name", ["Zoé Dupont", "DUPONT Zoé", " zoe   dupont ", "Dupont, Zoé"])
def test_one_name_may_be_typed_in_many_ways(name: str) -> None:
    assert comparable_name(name) == "dupont zoe"


def test_two_names_stay_two() -> None:
    assert comparable_name("Zoé Dupont") != comparable_name("Zoé Dupond")


@pytest.mark.parametrize("postcode", ["47200", " 47 200", "47-200", "４７２００"])
def test_one_postcode_may_be_typed_in_many_ways(postcode: str) -> None:
    assert comparable_postcode(postcode) == "47200"


@given(st.text(), st.text(), st.text(), st.booleans())
def test_what_was_typed_survives_being_sealed(
    name: str, address: str, code: str, news: bool
) -> None:
    typed = Typed(name, address, code, news)
    assert Typed.from_bytes(typed.to_bytes()) == typed


def test_a_tag_depends_on_key_petition_slot_and_address() -> None:
    base = {"petition": 1, "slot": 0, "address": "ada@example.org"}
    changes: list[dict[str, object]] = [{}, {"petition": 2}, {"slot": 1}, {"address": "b@e.org"}]
    made = {tags.signature_tag(b"k" * 32, **(base | change)) for change in changes}  # type: ignore[arg-type]  # one dict of mixed values
    made.add(tags.signature_tag(b"l" * 32, petition=1, slot=0, address="ada@example.org"))
    assert len(made) == 5


def test_the_tag_of_a_signature_is_the_one_of_the_public_log() -> None:
    tag = tags.signature_tag(bytes(32), petition=7, slot=0, address="ada@example.org")
    assert tag.hex() == "080b0be4beb8ae15d15b6cd2231c013233252922ba27919ef3b506df71b1ad69"
