"""Parsers take one form only: what they accept, they write again byte for byte."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.sed1.areas import AREAS, padded, parse_area
from ledger.sed1.commitments import KINDS, LEVELS, SLOTS, identity, secrets_of
from ledger.sed1.encoding import Reader, dom, u8, u16, u32, u64
from ledger.sed1.entries import (
    Amend,
    Annul,
    Entry,
    Key,
    Kind,
    Open,
    Paper,
    Sign,
    Unknown,
    parse_entry,
)
from ledger.sed1.promises import Promise, before_at, parse_promise
from ledger.sed1.receipts import OwnerReceipt, parse_receipt, shown
from ledger.tlog.errors import Invalid
from tests.ledger.sed1 import vectors as v
from tests.ledger.sed1.forms import broken, is_one_form

LENGTHS = {
    Kind.SIGN: 39,
    Kind.WITHDRAW: 73,
    Kind.ANNUL: 18,
    Kind.PAPER: 43,
    Kind.OPEN: 39,
    Kind.AMEND: 39,
    Kind.CLOSE: 21,
    Kind.TALLY: 41,
    Kind.KEY_DESTROYED: 5,
    Kind.KEY: 35,
    Kind.DECISION: 33,
    Kind.FACT: 33,
}
PROMISE = Promise(
    origin="exemple.fr/registre", petition=7, version=1, commitment=v.C, geo=v.G, before=7200
)


def test_integers_are_big_endian_and_bounded() -> None:
    assert u8(1) + u16(2) + u32(3) + u64(4) == bytes.fromhex("01 0002 00000003 0000000000000004")
    for encode, bits in [(u8, 8), (u16, 16), (u32, 32), (u64, 64)]:
        assert encode(2**bits - 1) == b"\xff" * (bits // 8)
        for outside in (-1, 2**bits):
            with pytest.raises(Invalid):
                encode(outside)


def test_a_domain_begins_with_its_length() -> None:
    assert dom("sed1/w") == b"\x06sed1/w"


def test_a_reader_leaves_nothing() -> None:
    reader = Reader(b"\x00\x07ab")

    assert (reader.integer(2), reader.piece(1)) == (7, b"a")
    with pytest.raises(Invalid):
        reader.end()
    with pytest.raises(Invalid):
        reader.piece(2)


def test_an_area_fills_three_bytes() -> None:
    assert padded("01") == b"01 "
    assert padded("2A") == b"2A "
    assert padded("976") == b"976"
    assert [parse_area(padded(area)) for area in AREAS] == list(AREAS)


@pytest.mark.parametrize("area", ["", "1", "96", "2a", "2C", "970", "979", "985", "01 ", "FR"])
def test_no_other_area_exists(area: str) -> None:
    with pytest.raises(Invalid):
        padded(area)
    with pytest.raises(Invalid):
        parse_area(area.encode() + b"!")


@pytest.mark.parametrize("kind", Kind)
def test_an_entry_has_exactly_its_length(kind: Kind) -> None:
    for length in range(100):
        if length != LENGTHS[kind]:
            with pytest.raises(Invalid):
                parse_entry(bytes([kind]).ljust(length, b"\1") if length else b"")


@given(
    data=st.one_of(
        st.binary(max_size=80), *(broken(bytes([k]).ljust(n, b"\1")) for k, n in LENGTHS.items())
    )
)
def test_an_entry_is_one_form(data: bytes) -> None:
    def write(entry: object) -> bytes:
        if isinstance(entry, Unknown):
            return bytes([entry.kind]) + entry.body
        return entry.to_bytes()  # type: ignore[attr-defined, no-any-return]

    is_one_form(parse_entry, write, data)


@pytest.mark.parametrize(
    "entry",
    [
        Sign(2**32, 1, v.C),
        Sign(-1, 1, v.C),
        Sign(7, 2**16, v.C),
        Sign(7, 1, v.C[:-1]),
        Open(7, 2, v.T),
        Amend(7, 1, v.T),
        Annul(1, 4, 0),
        Annul(1, 1, 0),
        Key(3, 1, v.T),
        Key(1, 0, v.T),
        Paper(7, 1, 2**16, v.T),
    ],
)
def test_an_entry_that_nobody_could_read_is_not_written(entry: Entry) -> None:
    with pytest.raises(Invalid):
        entry.to_bytes()


def write_receipt(receipt: object) -> bytes:
    return receipt.to_bytes()  # type: ignore[attr-defined, no-any-return]


@given(
    data=st.one_of(
        broken(v.RECEIPT.to_bytes()), broken(shown(v.RECEIPT).to_bytes()), st.binary(max_size=150)
    )
)
def test_a_receipt_is_one_form(data: bytes) -> None:
    is_one_form(parse_receipt, write_receipt, data)


@given(
    area=st.sampled_from(AREAS),
    level=st.sampled_from(LEVELS),
    kind=st.sampled_from(KINDS),
    slot=st.sampled_from(SLOTS),
    secret=st.binary(min_size=32, max_size=32),
    who=st.binary(max_size=60),
)
def test_every_receipt_can_be_shown(
    *, area: str, level: int, kind: int, slot: int, secret: bytes, who: bytes
) -> None:
    owner = OwnerReceipt(
        petition=7,
        version=1,
        text_hash=v.T,
        area=area,
        level=level,
        kind=kind,
        slot=slot,
        secret=secret,
    )
    for_others = parse_receipt(shown(parse_receipt(owner.to_bytes())).to_bytes())  # type: ignore[arg-type]

    assert for_others.commitment(who) == owner.commitment(who)
    assert for_others.geo(who) == owner.geo(who)


@pytest.mark.parametrize(
    ("at", "value"), [(0, 0), (0, 3), (39, ord("x")), (42, 0), (42, 3), (43, 0), (43, 4), (44, 2)]
)
def test_a_receipt_with_an_unknown_form_place_level_kind_or_slot_is_refused(
    at: int, value: int
) -> None:
    data = bytearray(v.RECEIPT.to_bytes())
    data[at] = value

    with pytest.raises(Invalid):
        parse_receipt(bytes(data))


def test_two_people_at_one_address_have_two_commitments() -> None:
    other = OwnerReceipt(
        petition=7, version=1, text_hash=v.T, area="48", level=1, kind=1, slot=1, secret=v.SECRET
    )

    assert other.commitment(v.WHO) != v.C
    assert other.geo(v.WHO) != v.G


@pytest.mark.parametrize("secret", [b"", bytes(31), bytes(33)])
def test_a_secret_of_another_length_gives_no_keys(secret: bytes) -> None:
    with pytest.raises(Invalid):
        secrets_of(secret)


@pytest.mark.parametrize(("kind", "slot"), [(0, 0), (4, 0), (1, 2)])
def test_nobody_signs_with_an_unknown_kind_or_slot(kind: int, slot: int) -> None:
    with pytest.raises(Invalid):
        identity(v.R, petition=7, kind=kind, slot=slot, who=v.WHO)


def test_a_promise_has_six_lines() -> None:
    assert PROMISE.text() == (
        "exemple.fr/registre/promesse\npetition 7\nversion 1\n"
        f"c {b64encode(v.C).decode()}\ng {b64encode(v.G).decode()}\nbefore 7200\n"
    )
    assert parse_promise(PROMISE.text()) == PROMISE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("petition 7", "petition 07"),
        ("petition 7", "petition +7"),
        ("petition 7", "petition 7 "),
        ("petition 7", "petition ٧"),
        ("petition 7", "petition 4294967296"),
        ("version 1", "version 65536"),
        ("before 7200", "before 7201"),
        ("before 7200\n", "before 7200"),
        ("before 7200\n", "before 7200\n\n"),
        ("\n", "\r\n"),
        ("/promesse", "/autre"),
        ("exemple.fr/registre", ""),
        ("exemple.fr/registre", "exemple fr"),
        ("exemple.fr/registre", "exemple+fr"),
        ("/U=", "/V="),  # a stray last bit of base64
        ("/U=", "/U"),
    ],
)
def test_a_promise_written_otherwise_is_refused(old: str, new: str) -> None:
    assert old in PROMISE.text()
    with pytest.raises(Invalid):
        parse_promise(PROMISE.text().replace(old, new))


@given(data=broken(PROMISE.text().encode()))
def test_a_promise_is_one_form(data: bytes) -> None:
    is_one_form(
        lambda raw: parse_promise(raw.decode("latin-1")),
        lambda promise: promise.text().encode("latin-1"),  # type: ignore[attr-defined]
        data,
    )


@pytest.mark.parametrize(("now", "due"), [(0, 90_000), (3599, 90_000), (3600, 93_600)])
def test_a_promise_is_due_at_a_whole_hour_after_a_day(now: int, due: int) -> None:
    assert before_at(now) == due


def test_an_entry_is_read_as_its_own_kind_alone() -> None:
    opened = Open(7, 1, bytes(32))
    assert Open.from_bytes(opened.to_bytes()) == opened
    with pytest.raises(Invalid):
        Sign.from_bytes(opened.to_bytes())
