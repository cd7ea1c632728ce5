"""The receipt: what a signer takes away, and what it proves once the log holds the signature."""

import re
from base64 import b64encode, urlsafe_b64decode
from dataclasses import replace
from typing import Any

import pytest
import segno
from django.test import Client
from django.utils import timezone

from ledger.sed1.entries import KeyUse, Sign
from ledger.sed1.promises import parse_promise
from ledger.sed1.receipts import OwnerReceipt, ShownReceipt, parse_receipt, shown
from ledger.services import publish, seal
from ledger.services.signing import active_keys
from ledger.tlog.checkpoints import parse_checkpoint
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.notes import open_note
from ledger.tlog.proofs import verify_inclusion
from ledger.tlog.tlog_proofs import parse_tlog_proof
from petitions.models import Signature, SignatureRequest
from petitions.qr import QrCode, qr_code
from petitions.services import Confirmed
from petitions.views.receipts import verifier_address
from tests.factories.petitions import ask, make_petition, sign, signed

pytestmark = pytest.mark.django_db
ADA = b"ada@example.org"


def confirmed(**typed: Any) -> Confirmed:
    """Sign as Ada, without JavaScript."""
    return signed(make_petition(), at=timezone.now(), **typed)


def path(signature: Confirmed, page: str = "") -> str:
    slug, token = signature.request.petition.slug, signature.request.receipt_token
    return f"/petitions/{slug}/recu/{token}/{page}"


def extra(receipt: object) -> str:
    assert isinstance(receipt, OwnerReceipt | ShownReceipt)
    return b64encode(receipt.to_bytes()).decode()


def seal_and_publish() -> None:
    seal(at=timezone.now())
    publish()


def check(file: bytes, signature: Confirmed) -> OwnerReceipt | ShownReceipt:
    """Verify a downloaded file as an independent verifier does; return the receipt in it."""
    proof = parse_tlog_proof(file)
    keys = [key.verifier for key in active_keys(KeyUse.CHECKPOINT)]
    checkpoint = parse_checkpoint(open_note(proof.checkpoint, keys).text)
    receipt = parse_receipt(proof.extra or b"")
    entry = Sign(receipt.petition, receipt.version, receipt.commitment(ADA))
    verify_inclusion(
        index=proof.index,
        size=checkpoint.size,
        leaf=leaf_hash(entry.to_bytes()),
        proof=proof.hashes,
        root=checkpoint.root,
    )
    assert receipt.geo(ADA) == signature.hidden.geo
    return receipt


def test_before_sealing_the_page_shows_a_promise_that_verifies(client: Client) -> None:
    signature = confirmed()
    page = client.get(path(signature))
    assert "Nous nous engageons à compter votre signature avant le" in page.text
    note = client.get(path(signature, "promesse/")).text
    [key] = [key.verifier for key in active_keys(KeyUse.PROMISE)]
    promise = parse_promise(open_note(note, [key]).text)
    assert promise.commitment == signature.hidden.commitment
    assert str(key) in page.text


def test_before_sealing_there_is_no_proof(client: Client) -> None:
    signature = confirmed()
    asked = client.get(path(signature, "preuve/"))
    assert (asked.status_code, asked["Cache-Control"]) == (404, "private, no-store")
    assert "quelques minutes" in asked.text
    sent = client.post(path(signature, "preuve/"), {"extra": extra(signature.receipt)})
    assert sent.status_code == 404
    assert extra(signature.receipt) in sent.text
    assert "notice-title" not in sent.text


def test_once_sealed_the_page_says_where_the_signature_is_counted(client: Client) -> None:
    signature = confirmed()
    seal_and_publish()
    page = client.get(path(signature)).text
    index = parse_tlog_proof(client.get(path(signature, "preuve/")).content).index
    assert "Votre signature est comptée" in page
    assert f"C’est la ligne {index} du registre" in page
    assert "Nous nous engageons" not in page


def test_sealed_but_not_published_is_not_proved_yet(client: Client) -> None:
    signature = confirmed()
    seal(at=timezone.now())
    assert client.get(path(signature, "preuve/")).status_code == 404


def test_a_script_gets_the_proof_without_its_receipt(client: Client) -> None:
    signature = confirmed()
    seal_and_publish()
    answer = client.get(path(signature, "preuve/"))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert parse_tlog_proof(answer.content).extra is None


@pytest.mark.parametrize(
    ("form", "name"), [(1, "recu.tlog-proof"), (2, "recu-a-montrer.tlog-proof")]
)
def test_a_downloaded_receipt_verifies(client: Client, form: int, name: str) -> None:
    signature = confirmed()
    seal_and_publish()
    owner = signature.receipt
    assert isinstance(owner, OwnerReceipt)
    kept = owner if form == 1 else shown(owner)
    answer = client.post(path(signature, "preuve/"), {"extra": extra(kept)})
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert check(answer.content, signature) == kept


def test_the_second_person_at_an_address_has_a_receipt_of_their_own(client: Client) -> None:
    petition = make_petition()
    both = [signed(petition, at=timezone.now(), name=name) for name in ["Ada Lovelace", "Ada King"]]
    seal_and_publish()
    for slot, signature in enumerate(both):
        sent = {"extra": extra(signature.receipt)}
        receipt = check(client.post(path(signature, "preuve/"), sent).content, signature)
        assert receipt.slot == slot
    assert both[0].hidden != both[1].hidden


def test_who_stays_when_the_first_leaves_signs_once_and_leaves_a_place() -> None:
    petition = make_petition()
    for name in ["Ada Lovelace", "Ada King"]:
        signed(petition, name=name)
    Signature.objects.filter(slot=0).delete()
    confirm_again = [("Ada King", 1), ("Mary Somerville", 2), ("Grace Hopper", 2)]
    for name, count in confirm_again:
        sign(petition, name=name)
        assert petition.signatures.count() == count


@pytest.mark.parametrize("form", [1, 2])
def test_the_printed_copy_leads_to_its_check_and_withdraws_nothing(
    client: Client, form: int
) -> None:
    signature = confirmed()
    seal_and_publish()
    owner = signature.receipt
    assert isinstance(owner, OwnerReceipt)
    copy = {"extra": extra(shown(owner))}
    text = client.post(path(signature, "preuve/"), copy).content
    address = verifier_address(parse_tlog_proof(text))
    base, _, letters = address.partition("#")
    assert base == "http://testserver/registre/verifier/"
    assert urlsafe_b64decode(letters + "=" * (-len(letters) % 4)) == text
    sent = {"extra": extra(owner)} if form == 1 else copy
    page = client.post(path(signature, "imprimer/"), sent)
    code = qr_code(address)
    assert code is not None
    assert f'd="{code.path}"' in page.text
    assert text.decode() in page.text.replace("&#x27;", "'").replace("+", "+")
    assert extra(owner) not in page.text
    assert "style" not in page.text.replace("stylesheet", "")


def test_a_receipt_too_long_for_a_code_is_printed_without() -> None:
    assert qr_code("x" * 3000) is None


def test_a_drawn_qr_code_has_the_modules_of_its_address() -> None:
    address = "https://example.org/registre/verifier/#" + "Az09-_" * 200
    code = qr_code(address)
    assert code is not None
    rows = segno.make(address, error="l", boost_error=False).matrix_iter(border=4)
    assert drawn(code) == [[bool(module) for module in row] for row in rows]


def drawn(code: QrCode) -> list[list[bool]]:
    """Return the modules that the path of a code paints."""
    rows = []
    for row in code.path.split("M")[1:]:
        strokes = re.findall(r"([hm])(\d+)", row.partition(".5")[2])
        rows.append([kind == "h" for kind, length in strokes for _ in range(int(length))])
    return rows


@pytest.mark.parametrize("page", ["preuve/", "imprimer/"])
@pytest.mark.parametrize(
    "garbage", ["", "=", "é", "AAAA", "\x00", "A" * 104, "A" * 100_000, "//// ////"]
)
def test_garbage_is_no_receipt(client: Client, page: str, garbage: str) -> None:
    signature = confirmed()
    seal_and_publish()
    answer = client.post(path(signature, page), {"extra": garbage})
    assert answer.status_code == 400
    assert "Ce reçu n’est pas celui de cette signature" in answer.text


@pytest.mark.parametrize(
    "change",
    [
        {"petition": 2**32 - 1},
        {"version": 2},
        {"text_hash": bytes(32)},
        {"area": "2A"},
        {"level": 4},
        {"kind": 2},
        {"slot": 1},
    ],
)
def test_the_receipt_of_another_signature_is_refused(
    client: Client, change: dict[str, Any]
) -> None:
    signature = confirmed()
    seal_and_publish()
    assert isinstance(signature.receipt, OwnerReceipt)
    sent = {"extra": extra(replace(signature.receipt, **change))}
    assert client.post(path(signature, "preuve/"), sent).status_code == 400


def test_neither_page_nor_file_is_kept_anywhere(client: Client) -> None:
    signature = confirmed()
    sent = {"extra": extra(signature.receipt)}
    for _ in range(2):
        answers = [
            client.get(path(signature)),
            client.get(path(signature, "preuve/")),
            client.get(path(signature, "promesse/")),
            client.post(path(signature, "preuve/"), sent),
            client.post(path(signature, "imprimer/"), sent),
        ]
        assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}
        seal_and_publish()
    assert not client.cookies


@pytest.mark.parametrize("page", ["", "preuve/", "promesse/"])
def test_what_was_withdrawn_has_no_receipt_any_more(client: Client, page: str) -> None:
    signature = confirmed()
    Signature.objects.all().delete()
    answer = client.get(path(signature, page))
    assert answer.status_code == 410
    assert "a été retirée" in answer.text


def test_the_page_of_a_receipt_opens_for_who_confirmed_alone(client: Client) -> None:
    wish = confirmed().request
    for token in [wish.reference, wish.link_token, "A" * 43, "a"]:
        assert client.get(f"/petitions/{wish.petition.slug}/recu/{token}/").status_code == 404


def test_another_site_may_not_ask_for_a_receipt(client: Client) -> None:
    signature = confirmed()
    headers = {"Sec-Fetch-Site": "cross-site"}
    for page in ["preuve/", "imprimer/"]:
        answer = client.post(path(signature, page), {"extra": ""}, headers=headers)
        assert answer.status_code == 403


def test_the_same_post_shows_the_same_receipt(client: Client) -> None:
    wish = ask(make_petition(), at=timezone.now())
    address = f"/petitions/{wish.petition.slug}/confirmer/{wish.reference}/"
    sent = {"code": wish.code, "secret": "12" * 32}
    first, again = (extras_in(client.post(address, sent).text) for _ in range(2))
    assert first == again
    assert len(first) == 2
    seal_and_publish()
    assert extras_in(client.post(address, sent).text) == first
    other = client.post(address, sent | {"secret": "34" * 32}).text
    assert "déjà confirmée" in other
    assert not extras_in(other)


def extras_in(page: str) -> list[str]:
    return re.findall(r'name="extra" value="([^"]+)"', page)


@pytest.mark.parametrize("secret", [None, "", "0", "g" * 64, "A" * 64, "0" * 65, "\x00" * 64])
def test_without_a_whole_secret_nothing_is_confirmed(client: Client, secret: str | None) -> None:
    wish = ask(make_petition(), at=timezone.now())
    address = f"/petitions/{wish.petition.slug}/confirmer/{wish.reference}/"
    sent = {"code": wish.code} | ({} if secret is None else {"secret": secret})
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Appuyez encore une fois" in answer.text
    assert f'value="{wish.code}"' in answer.text
    assert SignatureRequest.objects.get().attempts == 0
    assert not Signature.objects.exists()
