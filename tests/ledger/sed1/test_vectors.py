"""Every value of the specification's vectors, to the byte."""

import hashlib
from base64 import b64decode

from ledger.sed1.commitments import Secrets, commitment, geo_commitment, lock_of, secrets_of
from ledger.sed1.entries import Close, Entry, KeyDestroyed, Open, Sign, Withdraw
from ledger.sed1.objects import canonical, digest, parse_object
from ledger.sed1.receipts import parse_receipt, shown
from tests.ledger.sed1 import vectors as v


def leaf(entry: Entry) -> str:
    return hashlib.sha256(b"\0" + entry.to_bytes()).hexdigest()


def test_a_text_is_hashed_in_its_one_form() -> None:
    assert digest(canonical(v.TEXT)) == v.T
    assert parse_object(canonical(v.TEXT)) == v.TEXT


def test_the_leaf_of_an_open() -> None:
    opening = Open(petition=v.PETITION, version=1, text_hash=v.T)

    assert leaf(opening) == "62f0348ae2241f07233038350f8c8ce9fbd949bbadb96345012eb0076422741a"


def test_three_keys_come_from_one_secret() -> None:
    assert secrets_of(v.SECRET) == Secrets(w=v.W, r=v.R, r2=v.R2)
    assert lock_of(v.W) == v.L


def test_a_receipt_opens_its_commitments() -> None:
    assert v.RECEIPT.identity(v.WHO) == v.I
    assert v.RECEIPT.geo_identity(v.WHO) == v.J
    assert v.RECEIPT.commitment(v.WHO) == v.C
    assert v.RECEIPT.geo(v.WHO) == v.G
    assert v.RECEIPT.w() == v.W


def test_the_server_computes_the_same_commitments_without_the_secret() -> None:
    c = commitment(petition=v.PETITION, version=1, text_hash=v.T, lock=v.L, identity=v.I)
    g = geo_commitment(petition=v.PETITION, area="48", level=1, geo_identity=v.J)

    assert (c, g) == (v.C, v.G)


def test_the_entry_and_the_leaf_of_a_sign() -> None:
    signing = Sign(petition=v.PETITION, version=1, commitment=v.C)

    assert signing.to_bytes().hex() == "01000000070001" + v.C.hex()
    assert leaf(signing) == "63792e0f78f5babf751c7405aad6a043b2aafd832caca0639835e8377e1d5840"


def test_the_extra_of_a_receipt() -> None:
    assert v.RECEIPT.to_bytes() == b64decode(v.EXTRA)
    assert parse_receipt(b64decode(v.EXTRA)) == v.RECEIPT
    assert len(v.RECEIPT.to_bytes()) == 77


def test_a_shown_receipt_opens_everything_and_holds_neither_secret_nor_w() -> None:
    for_others = shown(v.RECEIPT)

    assert (for_others.commitment(v.WHO), for_others.geo(v.WHO)) == (v.C, v.G)
    assert v.SECRET not in for_others.to_bytes()
    assert v.W not in for_others.to_bytes()
    assert len(for_others.to_bytes()) == 141
    assert parse_receipt(for_others.to_bytes()) == for_others


def test_the_leaf_of_a_withdraw() -> None:
    withdrawing = Withdraw(index=1, w=v.W, identity=v.I)

    assert leaf(withdrawing) == "a74b7e0ed70f0f3c3f2f9c3c90f99976c9fd392c4c4baaa6a632890bcc3296e3"


def test_the_leaves_of_the_end() -> None:
    closing = Close(petition=v.PETITION, online=1, paper=9)
    destroyed = KeyDestroyed(petition=v.PETITION)

    assert leaf(closing) == "8f9b0304db22345c9cd185c6adaa0246b88458367a4fd870d1f50c008f656824"
    assert leaf(destroyed) == "3b6159b659c617eae89b4dcb22accd4032a3e14f6e24bdff094622df3a98d2c6"
