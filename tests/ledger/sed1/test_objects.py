"""An object has one form, that of RFC 8785; a sheet has five figures."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.sed1.objects import canonical, new_nonce, parse_object
from ledger.sed1.sheets import sheet_hash, sheet_record
from ledger.tlog.errors import Invalid
from tests.ledger.sed1 import vectors as v
from tests.ledger.sed1.forms import broken, is_one_form

NONCE = "0" * 64


def with_fields(text: str) -> bytes:
    """Return an object with the two fields that every object has, before `text`."""
    return f'{{"kind":"x","nonce":"{NONCE}",{text}}}'.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"kind":"x"}',
        b'{"kind":"","nonce":"' + NONCE.encode() + b'"}',
        b'{"kind":"x","nonce":"' + NONCE.replace("0", "A").encode() + b'"}',
        b'{"nonce":"' + NONCE.encode() + b'","kind":"x"}',
        with_fields('"price":1.5'),
        with_fields('"price":1.0'),
        with_fields('"price":1e2'),
        with_fields('"price":NaN'),
        with_fields('"price":-0'),
        with_fields('"price":01'),
        with_fields('"price":9007199254740992'),
        with_fields('"price":' + "9" * 5000),
        with_fields('"title": "x"'),
        with_fields('"title":"e\u0301"'),
        with_fields('"title":"\\u00e9"'),
        with_fields('"title":"\\ud800"'),
        with_fields('"title":"\\/"'),
        with_fields('"title":"\x01"'),
        with_fields('"title":"a","title":"a"'),
        with_fields('"Title":"a"'),
        with_fields('"title2":"a"'),
        with_fields('"x":{"é":1}'),
        with_fields('"title":"a"') + b"\n",
        b"\xef\xbb\xbf" + with_fields('"title":"a"'),
        with_fields('"title":"a"').replace(b'"a"', b'"\xff"'),
        with_fields('"x":' + "[" * 33 + "]" * 33),
        with_fields('"x":' + "[" * 200_000 + "]" * 200_000),
    ],
    ids=lambda data: data[-40:],
)
def test_an_object_written_otherwise_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        parse_object(data)


def test_an_object_holds_texts_integers_lists_and_objects() -> None:
    value = {
        "kind": "x",
        "nonce": new_nonce(),
        "z": [1, -(2**53 - 1), None, True, {"b": '\x1f"\\é’😀\u2028\x7f', "a_b": []}],
    }

    assert parse_object(canonical(value)) == value
    assert b'{"a_b":[],"b":"\\u001f\\"\\\\' in canonical(value)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.from_regex(r"[a-z_]{1,3}", fullmatch=True), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(value=JSON)
@example(value="\ud800")
def test_an_object_is_one_form(value: object) -> None:
    data = json.dumps(
        {"kind": "x", "nonce": NONCE, "value": value}, ensure_ascii=False, separators=(",", ":")
    ).encode("utf-8", "surrogatepass")

    is_one_form(parse_object, canonical, data)  # type: ignore[arg-type]


@given(data=broken(canonical(v.TEXT)))
def test_a_broken_object_is_refused_or_another(data: bytes) -> None:
    is_one_form(parse_object, canonical, data)  # type: ignore[arg-type]


def test_a_nonce_is_new_each_time() -> None:
    assert len({new_nonce() for _ in range(100)}) == 100


FIGURES = {"blank": 1, "day": 20_780, "printed": 12, "struck": 2, "valid": 9}


def test_a_sheet_is_hashed_with_its_salt() -> None:
    first = sheet_hash(petition=7, sheet=1, salt=bytes(32), record=FIGURES)

    assert sheet_record(FIGURES) == b'{"blank":1,"day":20780,"printed":12,"struck":2,"valid":9}'
    assert first != sheet_hash(petition=7, sheet=1, salt=b"1" * 32, record=FIGURES)
    assert first != sheet_hash(petition=7, sheet=2, salt=bytes(32), record=FIGURES)


@pytest.mark.parametrize(
    "record", [{}, FIGURES | {"name": 1}, FIGURES | {"valid": -1}, FIGURES | {"valid": "Ada"}]
)
def test_a_sheet_has_five_figures_and_nothing_else(record: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        sheet_record(record)
