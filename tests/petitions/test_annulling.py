"""Signatures are annulled in public: two people, a reason, 72 hours, and every one is counted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from ledger import store
from ledger.models import Entry
from ledger.sed1.entries import Annul, Kind, Reason, parse_entry
from ledger.sed1.objects import parse_object
from ledger.services import publish, seal
from ledger.services.publishing import object_path
from petitions.departures import announced_annulments, departures_of
from petitions.errors import NotCounted, SamePerson, WrongStatus
from petitions.models import Annulment, AnnulmentTarget
from petitions.services import (
    approve_annulment,
    carry_out_annulments,
    not_counted,
    undo_annulment,
    withdraw_signature,
)
from petitions.typed import Typed
from tests.factories.annulments import (
    STATEMENT,
    WAITED,
    administrator,
    announced,
    approved,
    propose,
    signed_by,
)
from tests.factories.petitions import NOW, sign
from tests.factories.recounting import online

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def test_an_approved_annulment_is_carried_out_after_72_hours() -> None:
    petition, [ada, grace, _] = signed_by("ada", "grace", "charles")
    announced(petition, [ada, grace])
    assert carry_out_annulments(at=NOW + WAITED - timedelta(seconds=1)) == 0
    assert (petition.signatures.count(), online(petition)) == (3, 3)
    assert carry_out_annulments(at=NOW + WAITED) == 2
    assert (petition.signatures.count(), online(petition)) == (1, 1)
    assert Annulment.objects.get().state == Annulment.State.DONE
    assert not AnnulmentTarget.objects.exists()


def test_the_72_hours_begin_when_everybody_can_read_the_decision() -> None:
    petition, [ada] = signed_by("ada")
    annulment = approved(petition, [ada])
    carry_out_annulments(at=NOW + timedelta(days=30))
    assert Annulment.objects.get().announced_at is None
    seal(at=NOW)
    carry_out_annulments(at=NOW + timedelta(days=30))
    assert Annulment.objects.get().announced_at is None
    publish()
    later = NOW + timedelta(days=31)
    carry_out_annulments(at=later)
    assert carry_out_annulments(at=later + WAITED - timedelta(seconds=1)) == 0
    annulment.refresh_from_db()
    assert annulment.due_at == later + WAITED
    assert carry_out_annulments(at=later + WAITED) == 1


def test_the_delay_is_a_setting(settings: Settings) -> None:
    settings.ANNULMENT_HOURS = 100
    petition, [ada] = signed_by("ada")
    announced(petition, [ada])
    assert carry_out_annulments(at=NOW + timedelta(hours=99)) == 0
    assert carry_out_annulments(at=NOW + timedelta(hours=100)) == 1


def test_the_decision_tells_the_public_which_signatures_and_why() -> None:
    petition, [ada, grace] = signed_by("ada", "grace")
    annulment = approved(petition, [grace, ada], reason=Annulment.Reason.COURT_ORDER)
    seal(at=NOW)
    publish()
    body = store.read(object_path(bytes(annulment.decision or b"")))
    assert body is not None
    said = parse_object(body)
    assert len(said.pop("nonce")) == 64
    assert said == {
        "kind": "annulment",
        "petition": petition.pk,
        "reason": 3,
        "statement": STATEMENT,
        "indexes": sorted([ada, grace]),
        "day": "2026-11-23",
    }


def test_the_annulment_names_its_decision() -> None:
    petition, [ada] = signed_by("ada")
    annulment = announced(petition, [ada])
    carry_out_annulments(at=NOW + WAITED)
    online(petition)
    entry = parse_entry(bytes(Entry.objects.get(kind=Kind.ANNUL).body))
    assert entry == Annul(ada, Reason.FRAUD, annulment.decision_index or 0)


def test_nobody_approves_an_annulment_alone() -> None:
    petition, [ada] = signed_by("ada")
    person = administrator()
    annulment = propose(petition, [ada], by=person)
    with pytest.raises(SamePerson):
        approve_annulment(annulment=annulment, by=person, at=NOW)
    with pytest.raises(IntegrityError, match="annulment_takes_two_people"), transaction.atomic():
        Annulment.objects.update(approved_by=person)
    assert not Entry.objects.filter(kind=Kind.DECISION).exists()


@pytest.mark.parametrize("twin", ["ada@gmail.com", "a.d.a+2@gmail.com"])
def test_two_addresses_of_one_mailbox_are_one_person(twin: str) -> None:
    petition, indexes = signed_by("ada")
    people = [administrator(), administrator()]
    for person, email in zip(people, ["a.da@googlemail.com", twin], strict=True):
        person.email = email
        person.save(update_fields=["email"])
    with pytest.raises(SamePerson):
        approve_annulment(annulment=propose(petition, indexes, by=people[0]), by=people[1], at=NOW)


def test_a_proposal_whose_author_is_gone_is_not_approved() -> None:
    petition, indexes = signed_by("ada")
    annulment = propose(petition, indexes)
    User.objects.filter(pk__in=[annulment.proposed_by_id]).delete()
    annulment.refresh_from_db()
    with pytest.raises(WrongStatus):
        approve_annulment(annulment=annulment, by=administrator(), at=NOW)


def test_an_annulment_is_approved_once() -> None:
    petition, [ada] = signed_by("ada")
    annulment = approved(petition, [ada])
    with pytest.raises(WrongStatus):
        approve_annulment(annulment=annulment, by=administrator(), at=NOW)
    assert Entry.objects.filter(kind=Kind.DECISION).count() == 1


def test_a_proposal_changes_nothing_and_tells_nobody() -> None:
    petition, [ada] = signed_by("ada")
    propose(petition, [ada])
    carry_out_annulments(at=NOW + timedelta(days=300))
    assert online(petition) == 1
    assert announced_annulments(petition) == []


@pytest.mark.parametrize("wrong", ["text", "elsewhere", "beyond", "withdrawn"])
def test_only_signatures_of_the_petition_that_count_are_annulled(wrong: str) -> None:
    petition, [ada, grace] = signed_by("ada", "grace")
    other, [elsewhere] = signed_by("charles")
    ada_typed = Typed("Ada Lovelace", "grace@example.org", "47200")
    withdraw_signature(petition=petition, typed=ada_typed)
    index = {"text": 2, "elsewhere": elsewhere, "beyond": 10**14, "withdrawn": grace}[wrong]
    with pytest.raises(NotCounted) as refusal:
        propose(petition, [ada, index])
    assert refusal.value.indexes == [index]
    assert not Annulment.objects.exists()
    assert other.signatures.count() == 1


def test_an_annulment_of_nothing_is_refused() -> None:
    petition, _ = signed_by("ada")
    with pytest.raises(NotCounted):
        propose(petition, [])


def test_an_annulment_is_explained() -> None:
    petition, [ada] = signed_by("ada")
    with pytest.raises(IntegrityError, match="annulment_is_explained"), transaction.atomic():
        propose(petition, [ada], statement="Fraude.")


def test_what_was_undone_at_once_is_still_explained() -> None:
    petition, [ada] = signed_by("ada")
    annulment = approved(petition, [ada])
    undo_annulment(annulment=annulment, by=annulment.proposed_by or administrator(), at=NOW)
    seal(at=NOW)
    publish()
    carry_out_annulments(at=NOW)
    [past] = departures_of(petition).past
    assert past.decision_index is not None
    assert carry_out_annulments(at=NOW + WAITED) == 0


def test_every_departure_is_explained_to_the_public() -> None:
    petition, [ada, grace, _] = signed_by("ada", "grace", "charles")
    announced(petition, [ada])
    court = approved(petition, [grace], reason=Annulment.Reason.COURT_ORDER)
    seal(at=NOW)
    publish()
    carry_out_annulments(at=NOW)
    carry_out_annulments(at=NOW + WAITED)
    online(petition)
    departures = departures_of(petition)
    assert (departures.removals.fraud, departures.removals.court_order) == (1, 1)
    assert departures.total == 2
    assert {one.pk for one in departures.annulments} >= {court.pk}


def test_the_figures_announce_an_annulment_before_it_is_carried_out(client: Client) -> None:
    petition, [ada, grace] = signed_by("ada", "grace")
    announced(petition, [ada, grace])
    page = client.get(f"/petitions/{petition.slug}/chiffres/").text
    assert "Annulation annoncée" in page
    assert "26\u00a0novembre\u00a02026 à 13" in page
    assert STATEMENT in page
    carry_out_annulments(at=NOW + WAITED)
    online(petition)
    page = client.get(f"/petitions/{petition.slug}/chiffres/").text
    assert "2 signatures ne sont plus comptées" in page
    assert "Annulées pour fraude" in page


def test_who_was_annulled_may_sign_again() -> None:
    petition, [ada] = signed_by("ada")
    announced(petition, [ada])
    carry_out_annulments(at=NOW + WAITED)
    sign(petition)
    assert (petition.signatures.count(), online(petition)) == (1, 1)


def test_a_deleted_account_leaves_the_annulment() -> None:
    petition, [ada] = signed_by("ada")
    annulment = announced(petition, [ada])
    User.objects.filter(pk__in=[annulment.proposed_by_id]).delete()
    assert carry_out_annulments(at=NOW + WAITED) == 1


def test_no_annulment_names_what_another_one_names_unless_it_was_undone() -> None:
    petition, indexes = signed_by("ada", "grace")
    first = propose(petition, indexes[:1])
    assert not_counted(petition=petition, indexes=indexes) == indexes[:1]
    with pytest.raises(NotCounted):
        propose(petition, indexes)
    undo_annulment(annulment=first, by=administrator(), at=NOW)
    assert propose(petition, indexes).size == 2


def test_of_two_that_name_the_same_signatures_one_is_approved() -> None:
    petition, indexes = signed_by("ada")
    first, other = propose(petition, indexes), signed_by("grace")
    second = propose(*other)
    # As two windows do at once: neither saw what the other proposed.
    second.targets.all().delete()
    second.targets.create(index=indexes[0], commitment=first.targets.get().commitment)
    Annulment.objects.filter(pk=second.pk).update(petition=petition)
    second.refresh_from_db()
    approve_annulment(annulment=first, by=administrator(), at=NOW)
    with pytest.raises(NotCounted):
        approve_annulment(annulment=second, by=administrator(), at=NOW)
    second.refresh_from_db()
    assert second.state == Annulment.State.PROPOSED
