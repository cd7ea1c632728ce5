"""One address, one form."""

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from accounts.forms import AddressForm
from core.errors import BadAddress
from core.forms import AddressField
from core.text import simple_address


class Door(forms.Form):
    email = AddressField()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("  Ada@Example.ORG ", "ada@example.org"),
        ("ada @example.org", "ada@example.org"),
        ("a. da@ example. org ", "a.da@example.org"),
        ("ada+petition@example.org", "ada+petition@example.org"),
        ("a.d.a@example.org", "a.d.a@example.org"),
        ("ada@hôpital.fr", "ada@xn--hpital-ixa.fr"),
        ("ada@HÔPITAL.fr", "ada@xn--hpital-ixa.fr"),
    ],
)
def test_an_address_has_one_form(typed: str, address: str) -> None:
    assert simple_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "", "@", "ada", "ada@", "@example.org", "ada@localhost", "ada@127.0.0.1", "adé@example.org",
        "ſada@example.org", "ada@@example.org", "a@b@example.org", "ada b@example.org",
        ".ada@example.org", "ada.@example.org", "ada@-example.org", "ada@exa_mple.org",
        "ada@example..org", "ada@example.org\nBcc: eve@example.org", "ada@[1.2.3.4]",
        "a" * 65 + "@example.org", "ada@" + "a" * 64 + ".org", "ada@" + "a." * 126 + "org",
        "ada@\x00.org", '"ada"@example.org', "ada@xn--.fr.", "ada@例え\u202e.jp",
    ],
)  # fmt: skip
def test_what_no_letter_reaches_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        simple_address(typed)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("jeanne martin@orange.fr", "contient une espace"),
        ("jeanne@orange fr", "contient une espace"),
        ("jeanne@@orange.fr", "a deux @"),
        ("jeanne@orange", "n’est pas complète"),
    ],
)
def test_a_refused_address_is_told_what_is_wrong_with_it(typed: str, reason: str) -> None:
    for form in [Door({"email": typed}), AddressForm({"email": typed})]:
        assert f"Cette adresse {reason}. Elle ressemble à" in form.errors["email"][0]


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused_and_never_anything_else(typed: str) -> None:
    try:
        address = simple_address(typed)
    except BadAddress:
        return
    assert address.isascii()
    assert simple_address(address) == address
