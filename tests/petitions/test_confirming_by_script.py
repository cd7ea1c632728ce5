"""Confirming with JavaScript: the secret of a signature never leaves the browser."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ledger.models import Entry
from ledger.sed1.entries import Kind, Sign, parse_entry
from ledger.sed1.promises import before_at, parse_promise
from ledger.tlog.notes import open_note, parse_vkey
from petitions.models import Petition, Signature, SignatureRequest
from petitions.services import close_petition, edit_petition
from tests.factories.petitions import NOW, ask, make_petition, sign, wrong_code
from tests.petitions.script import Script

pytestmark = pytest.mark.django_db
COMPUTED = ["slot", "lock", "identity", "geo_identity"]


def tab(petition: Petition, **typed: Any) -> Script:
    """Ask to sign as Ada, and hold her code ready."""
    wish = ask(petition, at=timezone.now(), **typed)
    return Script(Client(), page_of(wish), {"code": wish.code})


def page_of(wish: SignatureRequest) -> str:
    return f"/petitions/{wish.petition.slug}/confirmer/{wish.reference}/"


def test_the_first_step_tells_what_to_compute_and_changes_nothing() -> None:
    petition = make_petition()
    answer = tab(petition, postcode="48000").post()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.json() == {
        "petition": petition.pk,
        "version": 1,
        "text_hash": petition.text_sha256,
        "kind": 1,
        "slot": 0,
        "address": "ada@example.org",
        "area": "48",
        "level": 1,
    }
    assert not petition.signatures.exists()


def test_the_second_step_records_what_the_script_computed() -> None:
    petition = make_petition()
    script = tab(petition)
    wish = script.post().json()
    said = script.post(**script.values(wish)).json()
    receipt, who = script.receipt(wish), b"ada@example.org"
    assert said["commitment"] == receipt.commitment(who).hex()
    assert said["geo"] == receipt.geo(who).hex()
    [entry] = Entry.objects.filter(kind=Kind.SIGN)
    assert parse_entry(bytes(entry.body)) == Sign(petition.pk, 1, receipt.commitment(who))


def test_the_promise_is_signed_and_says_what_was_recorded() -> None:
    petition = make_petition()
    said = tab(petition).confirm().json()
    key = parse_vkey(said["promise_key"])
    assert key.name == "testserver/registre/promesse"
    promise = parse_promise(open_note(said["promise"], [key]).text)
    assert (promise.petition, promise.version) == (petition.pk, 1)
    assert (promise.commitment.hex(), promise.geo.hex()) == (said["commitment"], said["geo"])
    assert promise.before == before_at(int(timezone.now().timestamp()))


def test_a_lost_answer_is_asked_for_again() -> None:
    script = tab(make_petition())
    sent = script.values(script.post().json())
    first, again = (script.post(**sent).json() for _ in range(2))
    assert first == again
    assert Signature.objects.count() == 1


def test_another_secret_gets_no_receipt_and_changes_nothing() -> None:
    petition = make_petition()
    script = tab(petition)
    wish = script.post().json()
    first = script.post(**script.values(wish)).json()
    script.secret = bytes(32)
    other = script.post(**script.values(wish))
    assert (other.status_code, other.json()) == (200, {"already": True})
    assert bytes(petition.signatures.get().commitment).hex() == first["commitment"]


@pytest.mark.parametrize("changed", COMPUTED)
def test_every_value_counts_when_an_answer_is_asked_for_again(changed: str) -> None:
    script = tab(make_petition())
    sent = script.values(script.post().json())
    script.post(**sent)
    other = {"slot": 1}.get(changed, "0" * 64)
    assert script.post(**(sent | {changed: other})).json()["already"]


def test_a_confirmed_wish_shows_its_page_to_a_script_that_begins_anew() -> None:
    script = tab(make_petition())
    script.confirm()
    answer = script.post()
    assert answer.status_code == 200
    assert "déjà confirmée" in answer.text
    assert 'data-sign="testserver/registre"' in answer.text


def test_who_signed_before_adds_nothing_and_gets_no_receipt() -> None:
    petition = make_petition()
    sign(petition)
    script = tab(petition)
    assert script.confirm().json() == {"already": True}
    assert petition.signatures.count() == 1


def test_the_second_person_at_an_address_is_told_the_second_slot() -> None:
    petition = make_petition()
    sign(petition)
    script = tab(petition, name="Charles Babbage")
    wish = script.post().json()
    assert wish["slot"] == 1
    said = script.post(**script.values(wish)).json()
    assert said["commitment"] == script.receipt(wish).commitment(b"ada@example.org").hex()
    assert "seconde personne" in Client().get(said["receipt"]).text


@pytest.mark.parametrize("wrong", [0, 1])
def test_a_script_that_computed_for_another_slot_is_told_the_right_one(wrong: int) -> None:
    petition = make_petition()
    script = tab(petition, name="Charles Babbage")
    wish = script.post().json()
    if wrong == 0:
        sign(petition)
    before = petition.signatures.count()
    answer = script.post(**script.values(wish | {"slot": wrong}))
    assert (answer.status_code, answer.json()) == (409, wish | {"slot": 1 - wrong})
    assert petition.signatures.count() == before
    assert script.post(**script.values(answer.json())).json()["promise"]


def test_a_text_amended_meanwhile_leaves_valid_what_was_read() -> None:
    petition = make_petition()
    script = tab(petition)
    wish = script.post().json()
    kept = {name: getattr(petition, name) for name in FIELDS}
    kept["closes_at"] = kept["closes_at"].replace(year=2030)
    edit_petition(petition=petition, **kept, at=NOW)
    said = script.post(**script.values(wish)).json()
    assert parse_promise(said["promise"].partition("\n\n")[0] + "\n").version == 1
    assert said["commitment"] == script.receipt(wish).commitment(b"ada@example.org").hex()
    later = tab(petition := Petition.objects.get(), address="grace@example.org").post().json()
    assert (later["version"], later["text_hash"]) == (2, petition.text_sha256)


SIGNED = ["title", "slug", "text", "details", "addressees"]
FIELDS = [*SIGNED, "proposal_path", "opens_at", "closes_at"]


@pytest.mark.parametrize("name", COMPUTED)
@pytest.mark.parametrize(
    "garbage", [None, "", "00", "2", "-1", "é" * 64, "A" * 64, "0" * 63, "0" * 65, "\x00" * 64]
)
def test_garbage_costs_nothing_and_changes_nothing(name: str, garbage: str | None) -> None:
    petition = make_petition()
    script = tab(petition)
    sent = script.values(script.post().json()) | {name: garbage}
    answer = script.post(**{name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == 422
    assert answer.json()["error"].endswith(".")
    assert not petition.signatures.exists()
    assert SignatureRequest.objects.get().attempts == 0


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "\x00", "é" * 6])
def test_what_is_no_code_costs_no_attempt(code: str) -> None:
    script = tab(make_petition())
    script.typed = {"code": code}
    answer = script.post()
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert SignatureRequest.objects.get().attempts == 0


@pytest.mark.parametrize("step", [1, 2])
def test_a_wrong_code_is_counted_at_either_step(step: int) -> None:
    script = tab(make_petition())
    sent = script.values(script.post().json()) if step == 2 else {}
    script.typed = {"code": wrong_code(SignatureRequest.objects.get())}
    answer = script.post(**sent)
    assert answer.status_code == 422
    assert "Il vous reste 4 essais" in answer.json()["error"]


def test_values_that_hid_another_signature_are_refused() -> None:
    petition = make_petition()
    script, other = tab(petition), tab(petition, address="grace@example.org")
    sent = script.values(script.post().json())
    script.post(**sent)
    assert other.post(**sent).status_code == 422
    assert other.post(**(sent | {"lock": "0" * 64})).status_code == 422
    assert petition.signatures.count() == 1
    assert other.confirm().json()["promise"]


def test_a_script_leaves_what_it_cannot_do_to_the_page() -> None:
    petition = make_petition()
    script = tab(petition)
    close_petition(petition=petition, at=timezone.now())
    answer = script.post()
    assert answer.status_code == 410
    assert answer["Content-Type"].startswith("text/html")


def test_with_the_postcode_a_script_is_told_nothing_before_the_word() -> None:
    """What it keeps in its tab is about one wish: another postcode may mean another one."""
    wish = ask(make_petition(), at=timezone.now())
    address = f"/petitions/{wish.petition.slug}/lien/{wish.link_token}/"
    for word in ["", "oui, je confirme ma signature"]:
        answer = Script(Client(), address, {"proof": "47200", "is_sure": word}).post()
        assert (answer.status_code, list(answer.json())) == (422, ["error"])
        assert "Écrivez oui" in answer.json()["error"]
    assert SignatureRequest.objects.get().attempts == 0


def test_the_link_of_the_letter_confirms_by_script_too() -> None:
    petition = make_petition()
    wish = ask(petition, at=timezone.now())
    address = f"/petitions/{petition.slug}/lien/{wish.link_token}/"
    shown = {"proof": "47 200", "wish": str(wish.pk)}
    script = Script(Client(), address, shown | {"is_sure": "oui"})
    assert script.confirm().json()["promise"]
    assert petition.signatures.count() == 1
