"""Which names are one person, which postcodes one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions import tags
from petitions.typed import Typed, comparable_name, comparable_postcode


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
