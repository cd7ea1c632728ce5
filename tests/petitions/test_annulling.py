"""Signatures are annulled in public: two people, a reason, 72 hours, and every one is counted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from accounts.models import Role, User
from ledger import store
from ledger.models import Entry
from ledger.sed1.entries import Annul, Kind, Reason, parse_entry
from ledger.sed1.objects import parse_object
from ledger.services import index_of, publish, seal
from ledger.services.publishing import object_path
from petitions.departures import announced_annulments, departures_of
from petitions.errors import KeyIsDestroyed, NotCounted, SamePerson, WrongStatus
from petitions.models import Annulment, AnnulmentTarget, Petition
from petitions.services import (
    approve_annulment,
    carry_out_annulments,
    close_petition,
    destroy_key,
    propose_annulment,
    undo_annulment,
    withdraw_signature,
)
from petitions.typed import Typed
from tests.factories.accounts import make_person_with
from tests.factories.petitions import NOW, make_petition, sign, signed
from tests.factories.recounting import online

pytestmark = pytest.mark.django_db
STATEMENT = "Ces signatures viennent d’un programme qui inventait des adresses."
WAITED = timedelta(hours=72)
SETTLED = NOW + timedelta(days=93)


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def administrator() -> User:
    return make_person_with(Role.Name.ADMINISTRATOR)


def signed_by(*names: str) -> tuple[Petition, list[int]]:
    """Return a petition that these people signed, and where their signatures stand in the log."""
    petition = make_petition()
    hidden = [signed(petition, address=f"{name}@example.org").hidden for name in names]
    seal(at=NOW)
    return petition, [index_of(one.commitment) or 0 for one in hidden]


def propose(petition: Petition, indexes: Iterable[int], **said: Any) -> Annulment:
    fraud: dict[str, Any] = {"reason": Annulment.Reason.FRAUD, "statement": STATEMENT, "at": NOW}
    by = said.pop("by", None) or administrator()
    return propose_annulment(petition=petition, indexes=indexes, by=by, **(fraud | said))


def approved(petition: Petition, indexes: Iterable[int], **said: Any) -> Annulment:
    annulment = propose(petition, indexes, **said)
    approve_annulment(annulment=annulment, by=administrator(), at=NOW)
    return annulment


def announced(petition: Petition, indexes: Iterable[int], *, at: datetime = NOW) -> Annulment:
    """Return an annulment whose decision the log holds, as was seen at `at`."""
    annulment = approved(petition, indexes)
    seal(at=at)
    carry_out_annulments(at=at)
    annulment.refresh_from_db()
    return annulment


def test_an_approved_annulment_is_carried_out_after_72_hours() -> None:
    petition, [ada, grace, _] = signed_by("ada", "grace", "charles")
    announced(petition, [ada, grace])
    assert carry_out_annulments(at=NOW + WAITED - timedelta(seconds=1)) == 0
    assert (petition.signatures.count(), online(petition)) == (3, 3)
    assert carry_out_annulments(at=NOW + WAITED) == 2
    assert (petition.signatures.count(), online(petition)) == (1, 1)
    assert Annulment.objects.get().state == Annulment.State.DONE
    assert not AnnulmentTarget.objects.exists()


def test_the_72_hours_begin_when_the_decision_is_in_the_log() -> None:
    petition, [ada] = signed_by("ada")
    annulment = approved(petition, [ada])
    carry_out_annulments(at=NOW + timedelta(days=30))
    assert Annulment.objects.get().announced_at is None
    seal(at=NOW)
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
    carry_out_annulments(at=NOW)
    [past] = departures_of(petition).past
    assert past.decision_index is not None
    assert carry_out_annulments(at=NOW + WAITED) == 0


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


def test_two_annulments_of_one_signature_remove_it_once() -> None:
    petition, [ada] = signed_by("ada")
    for _ in range(2):
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


def test_every_departure_is_explained_to_the_public() -> None:
    petition, [ada, grace, _] = signed_by("ada", "grace", "charles")
    announced(petition, [ada])
    court = approved(petition, [grace], reason=Annulment.Reason.COURT_ORDER)
    seal(at=NOW)
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
    assert "26 novembre 2026 à 13" in page
    assert STATEMENT in page
    carry_out_annulments(at=NOW + WAITED)
    online(petition)
    page = client.get(f"/petitions/{petition.slug}/chiffres/").text
    assert "2 signatures ne sont plus comptées" in page
    assert "Annulées pour fraude" in page


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
