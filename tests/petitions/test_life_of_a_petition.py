"""Draft, open, closed: what may change, and what no longer does."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from ledger import store
from ledger.models import Entry
from ledger.sed1.entries import Amend, Close, Open, parse_entry
from ledger.sed1.objects import digest, parse_object
from ledger.services import publish, seal
from petitions.canonical import rules_as_data
from petitions.errors import PetitionIsFrozen, WrongStatus
from petitions.models import Petition
from petitions.services import (
    close_ended_petitions,
    close_petition,
    edit_petition,
    open_petition,
)
from tests.factories.petitions import NOW, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db
SIGNED = ["title", "slug", "text", "details", "addressees"]
FIELDS = [*SIGNED, "proposal_path", "opens_at", "closes_at"]


def edit(petition: Petition, **changes: Any) -> Petition:
    kept = {name: getattr(petition, name) for name in FIELDS}
    return edit_petition(petition=petition, **(kept | changes), at=NOW)


def logged(petition: Petition) -> list[Any]:
    """Return what the log says of the life of a petition, once it is sealed and published."""
    seal(at=NOW)
    publish()
    entries = Entry.objects.sealed().filter(petition=petition.pk)
    return [parse_entry(bytes(entry.body)) for entry in entries]


def object_of(petition: Petition) -> dict[str, Any]:
    """Return the published object that the page of a petition names."""
    content = store.read(f"objet/{petition.text_sha256}.json")
    assert content is not None
    assert digest(content).hex() == petition.text_sha256
    return parse_object(content)


def test_opening_freezes_the_text_under_its_hash() -> None:
    petition = make_petition(closes_at=NOW.replace(year=2027, month=7))
    assert logged(petition) == [Open(petition.pk, 1, petition.text_hash)]
    said = object_of(petition)
    assert said.pop("nonce")
    assert said.pop("address_rules") == rules_as_data()
    assert said == {
        "kind": "petition",
        "petition": petition.pk,
        "version": 1,
        "title": petition.title,
        "demand": petition.text,
        "details": "",
        "addressees": petition.addressees,
        "closes": "2027-07-23T12:00:00Z",
    }


def test_letters_with_accents_are_written_in_one_way() -> None:
    petition = make_petition(title="De\u0301bat", text="E\u0301te\u0301", addressees=["E\u0301lu"])
    logged(petition)
    said = object_of(petition)
    assert (said["title"], said["demand"], said["addressees"]) == ("Débat", "Été", ["Élu"])
    assert edit(petition, title="De\u0301bat").title == petition.title


@pytest.mark.parametrize(
    "changes",
    [{"text": "Autre chose."}, {"title": "Autre"}, {"slug": "autre"}, {"addressees": ["Autre"]}],
)
def test_an_open_petition_keeps_what_people_sign(changes: dict[str, Any]) -> None:
    petition = make_petition()
    with pytest.raises(PetitionIsFrozen):
        edit(petition, **changes)


def test_an_open_petition_may_end_later() -> None:
    petition = make_petition()
    later = petition.closes_at + timedelta(days=1)
    amended = edit(petition, closes_at=later)
    assert (amended.closes_at, amended.version) == (later, 2)
    opened, amend = logged(petition)
    assert opened == Open(petition.pk, 1, petition.text_hash)
    assert amend == Amend(petition.pk, 2, amended.text_hash)
    assert object_of(amended)["closes"] == f"{later:%Y-%m-%dT%H:%M:%S}Z"


def test_a_change_that_is_not_signed_is_no_new_version() -> None:
    petition = make_petition()
    edited = edit(petition, proposal_path="/propositions/ailleurs/")
    assert (edited.version, edited.text_sha256) == (1, petition.text_sha256)
    assert len(logged(petition)) == 1


def test_a_draft_may_change() -> None:
    assert edit(make_draft_petition(), text="Mieux dit.").text == "Mieux dit."


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Mieux dit."},
        {"details": "En détail."},
        {"closes_at": NOW + timedelta(days=9)},
    ],
)
def test_what_was_changed_since_it_was_read_is_not_opened(changes: dict[str, Any]) -> None:
    read = make_draft_petition()
    edit(read, **changes)
    with pytest.raises(WrongStatus):
        open_petition(petition=read, at=NOW)


def test_a_petition_opens_once_and_closes_once() -> None:
    petition = make_petition()
    with pytest.raises(WrongStatus):
        open_petition(petition=petition, at=NOW)
    close_petition(petition=petition, at=NOW)
    assert petition.closes_at == NOW
    with pytest.raises(WrongStatus):
        close_petition(petition=petition, at=NOW)


def test_the_log_says_once_that_a_petition_is_closed() -> None:
    petition = make_petition()
    close_petition(petition=petition, at=NOW)
    assert close_ended_petitions(at=NOW) == 0
    assert logged(petition)[1:] == [Close(petition.pk, 0, 0)]


def test_a_petition_whose_end_is_past_is_closed_by_the_clock() -> None:
    ended, running = make_petition(closes_at=NOW), make_petition()
    assert close_ended_petitions(at=NOW - timedelta(seconds=1)) == 0
    assert close_ended_petitions(at=NOW + timedelta(minutes=5)) == 1
    ended.refresh_from_db()
    assert (ended.status, ended.closes_at) == (Petition.Status.CLOSED, NOW)
    assert logged(ended)[1:] == [Close(ended.pk, 0, 0)]
    assert len(logged(running)) == 1


def test_a_draft_whose_end_is_past_is_left_alone() -> None:
    draft = make_draft_petition(closes_at=NOW)
    assert close_ended_petitions(at=NOW) == 0
    assert logged(draft) == []


def test_a_closed_petition_does_not_end_anew() -> None:
    petition = make_petition()
    close_petition(petition=petition, at=NOW)
    with pytest.raises(PetitionIsFrozen):
        edit(petition, closes_at=NOW + timedelta(days=9))


def test_a_petition_closes_after_it_opens() -> None:
    with pytest.raises(IntegrityError, match="petition_closes_after_it_opens"):
        make_draft_petition(opens_at=NOW, closes_at=NOW)


def test_an_open_petition_without_a_hash_cannot_be_stored() -> None:
    petition = make_draft_petition()
    with pytest.raises(IntegrityError, match="petition_hash_from_opening_on"):
        Petition.objects.filter(pk=petition.pk).update(status=Petition.Status.OPEN)


def test_sql_and_rows_agree_on_what_is_open() -> None:
    petition = make_petition()
    edges = [petition.opens_at, petition.closes_at]
    moments = [edge + timedelta(seconds=offset) for edge in edges for offset in (-1, 0, 1)]
    for moment in moments:
        in_sql = Petition.objects.open_at(moment).filter(pk=petition.pk).exists()
        assert in_sql == petition.accepts_signatures_at(moment)
