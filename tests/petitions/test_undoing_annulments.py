"""An announced annulment is undone in public, or carried out; never both."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from ledger import store
from ledger.models import Entry
from ledger.sed1.entries import Kind
from ledger.sed1.objects import parse_object
from ledger.services import publish, seal
from ledger.services.publishing import object_path
from petitions.departures import departures_of
from petitions.errors import KeyIsDestroyed, NotCounted, WrongStatus
from petitions.models import Annulment, Petition
from petitions.services import (
    approve_annulment,
    carry_out_annulments,
    close_petition,
    destroy_key,
    undo_annulment,
    withdraw_signature,
)
from petitions.typed import Typed
from tests.factories.annulments import (
    SETTLED,
    WAITED,
    administrator,
    announced,
    approved,
    propose,
    signed_by,
)
from tests.factories.petitions import NOW
from tests.factories.recounting import online

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


@pytest.mark.parametrize("which", ["proposed_by", "approved_by"])
def test_either_of_the_two_undoes_it_in_public_until_it_is_carried_out(which: str) -> None:
    petition, [ada] = signed_by("ada")
    annulment = announced(petition, [ada])
    undo_annulment(annulment=annulment, by=getattr(annulment, which), at=NOW)
    assert carry_out_annulments(at=NOW + timedelta(days=300)) == 0
    assert online(petition) == 1
    undone = [
        parse_object(store.read(object_path(bytes(body)[1:])) or b"")
        for body in Entry.objects.filter(kind=Kind.DECISION).values_list("body", flat=True)
    ]
    [said] = [one for one in undone if one["kind"] == "annulment_undone"]
    assert said["decision"] == bytes(annulment.decision or b"").hex()
    assert said["petition"] == petition.pk


def test_a_third_person_does_not_undo_what_two_decided() -> None:
    petition, [ada] = signed_by("ada")
    annulment = announced(petition, [ada])
    with pytest.raises(WrongStatus):
        undo_annulment(annulment=annulment, by=administrator(), at=NOW)
    assert carry_out_annulments(at=NOW + WAITED) == 1


def test_anybody_turns_a_proposal_down_and_nothing_is_published() -> None:
    petition, [ada] = signed_by("ada")
    annulment = propose(petition, [ada])
    undo_annulment(annulment=annulment, by=administrator(), at=NOW)
    with pytest.raises(WrongStatus):
        approve_annulment(annulment=annulment, by=administrator(), at=NOW)
    assert not Entry.objects.filter(kind=Kind.DECISION).exists()


def test_what_is_carried_out_is_never_undone() -> None:
    petition, [ada] = signed_by("ada")
    annulment = announced(petition, [ada])
    carry_out_annulments(at=NOW + WAITED)
    with pytest.raises(WrongStatus):
        undo_annulment(annulment=annulment, by=annulment.proposed_by or administrator(), at=NOW)
    assert online(petition) == 0


def test_a_signature_withdrawn_meanwhile_is_removed_once() -> None:
    petition, [ada, grace] = signed_by("ada", "grace")
    announced(petition, [ada, grace])
    typed = Typed("Ada Lovelace", "ada@example.org", "47200")
    withdraw_signature(petition=petition, typed=typed)
    carry_out_annulments(at=NOW + WAITED)
    assert online(petition) == 0
    removals = departures_of(petition).removals
    assert (removals.by_mail, removals.fraud) == (1, 1)


def test_a_signature_is_named_by_one_annulment_at_a_time_and_removed_once() -> None:
    petition, [ada] = signed_by("ada")
    announced(petition, [ada])
    with pytest.raises(NotCounted):
        announced(petition, [ada])
    carry_out_annulments(at=NOW + WAITED)
    assert online(petition) == 0
    assert Entry.objects.filter(kind=Kind.ANNUL).count() == 1


def test_many_signatures_are_annulled_by_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("petitions.services.annulling.AT_ONCE", 2)
    petition, indexes = signed_by("ada", "grace", "charles", "mary", "alan")
    announced(petition, indexes)
    assert carry_out_annulments(at=NOW + WAITED) == 5
    assert online(petition) == 0


def closed_with_a_key(petition: Petition) -> None:
    close_petition(petition=petition, at=NOW)
    seal(at=NOW)


def test_once_the_key_is_destroyed_only_a_court_annuls() -> None:
    petition, [ada, grace] = signed_by("ada", "grace")
    waiting = propose(petition, [ada])
    closed_with_a_key(petition)
    destroy_key(petition=petition, at=SETTLED)
    seal(at=NOW)
    with pytest.raises(KeyIsDestroyed):
        propose(petition, [ada])
    with pytest.raises(KeyIsDestroyed):
        approve_annulment(annulment=waiting, by=administrator(), at=NOW)
    approved(petition, [grace], reason=Annulment.Reason.COURT_ORDER)
    seal(at=NOW)
    publish()
    carry_out_annulments(at=NOW)
    assert carry_out_annulments(at=NOW + WAITED) == 1
    assert online(petition) == 1


def test_the_key_is_kept_while_an_annulment_is_announced() -> None:
    petition, [ada] = signed_by("ada")
    closed_with_a_key(petition)
    annulment = announced(petition, [ada])
    with pytest.raises(WrongStatus):
        destroy_key(petition=petition, at=SETTLED)
    undo_annulment(annulment=annulment, by=annulment.proposed_by or administrator(), at=NOW)
    destroy_key(petition=petition, at=SETTLED)
    assert online(petition) == 1


def test_the_key_is_destroyed_once_the_annulment_is_queued() -> None:
    petition, [ada] = signed_by("ada")
    closed_with_a_key(petition)
    announced(petition, [ada])
    carry_out_annulments(at=NOW + WAITED)
    destroy_key(petition=petition, at=SETTLED)
    assert online(petition) == 0
