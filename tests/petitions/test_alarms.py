"""Alarms on what is unusual: a person looks, and may propose to annul; no program annuls."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import Role
from core.models import OutboxLetter
from ledger.services import publish, seal
from petitions.errors import NotCounted, WrongStatus
from petitions.models import Alarm, Annulment, Petition, Trace
from petitions.services import (
    approve_annulment,
    carry_out_annulments,
    preview,
    propose_against,
    raise_alarms,
    settle_alarm,
    undo_annulment,
)
from tests.factories.accounts import make_person_with
from tests.factories.annulments import STATEMENT, WAITED, administrator
from tests.factories.core import last_letter
from tests.factories.petitions import NOW, make_petition, sign
from tests.petitions.test_traces import sign_from

pytestmark = pytest.mark.django_db
CROWD = ["ada", "grace", "charles"]


@pytest.fixture(autouse=True)
def _few_are_many(settings: Settings) -> None:
    settings.ALARM_SIGNATURES = {"network": 3, "provider": 3}
    settings.SEAL_BATCH = 1


def crowd(petition: Petition | None = None, **origin: str) -> Petition:
    """Return a petition that three people signed from one network, each at a provider of theirs."""
    petition = petition or make_petition()
    for number, name in enumerate(CROWD):
        sign_from(petition, name, **({"domain": f"x{number}.fr"} | origin))
    return petition


def alarmed(petition: Petition | None = None) -> Alarm:
    crowd(petition)
    seal(at=NOW)
    raise_alarms(at=NOW)
    return Alarm.objects.select_related("petition").get()


def networks() -> Iterator[str]:
    return (f"198.51.{number}.0/24" for number in range(100))


def propose(alarm: Alarm) -> Annulment:
    return propose_against(alarm, statement=STATEMENT, by=administrator(), at=NOW)


def test_many_signatures_from_one_network_make_one_alarm() -> None:
    petition = crowd()
    assert raise_alarms(at=NOW) == 1
    alarm = Alarm.objects.get()
    assert (alarm.petition, alarm.subject, alarm.signatures) == (petition, "network", 3)
    assert raise_alarms(at=NOW) == 0


def test_a_few_signatures_or_several_petitions_make_none() -> None:
    for petition in [make_petition(), make_petition()]:
        sign_from(petition, "ada")
        sign_from(petition, "grace")
    assert raise_alarms(at=NOW) == 0


def test_many_signatures_from_one_little_known_provider_make_an_alarm() -> None:
    petition = make_petition()
    for name, network in zip(CROWD, networks(), strict=False):
        sign_from(petition, name, network=network, domain="obscur.example")
    raise_alarms(at=NOW)
    assert Alarm.objects.get().subject == "provider"


@pytest.mark.parametrize("domain", ["gmail.com", "orange.fr", "laposte.net", "mozmail.com"])
def test_a_well_known_provider_makes_none(domain: str) -> None:
    petition = make_petition()
    for name, network in zip(CROWD, networks(), strict=False):
        sign_from(petition, name, network=network, domain=domain)
    assert raise_alarms(at=NOW) == 0


def test_an_alarm_follows_its_day() -> None:
    alarm = alarmed()
    sign_from(alarm.petition, "emmy")
    assert raise_alarms(at=NOW) == 0
    alarm.refresh_from_db()
    assert alarm.signatures == 4
    assert raise_alarms(at=NOW + timedelta(days=2)) == 0


@pytest.mark.parametrize(("days_apart", "alarms"), [(0, 1), (1, 1), (2, 0)])
def test_a_crowd_that_comes_before_and_after_midnight_is_one(days_apart: int, alarms: int) -> None:
    petition = crowd()
    later = NOW + timedelta(days=days_apart)
    last = Trace.objects.latest("pk")
    Trace.objects.filter(pk=last.pk).update(day=later.date())
    assert [raise_alarms(at=later), raise_alarms(at=later)] == [alarms, 0]
    assert Alarm.objects.filter(petition=petition, signatures=3).count() == alarms


def test_what_was_noted_yesterday_is_followed_today_and_not_noted_twice() -> None:
    alarm = alarmed()
    sign_from(alarm.petition, "emmy")
    tomorrow = NOW + timedelta(days=1)
    Trace.objects.filter(pk=Trace.objects.latest("pk").pk).update(day=tomorrow.date())
    assert raise_alarms(at=tomorrow) == 0
    assert Alarm.objects.get().signatures == 4


def test_administrators_are_written_once_and_the_letter_names_nobody() -> None:
    people = [administrator(), administrator(), make_person_with(Role.Name.EDITOR)]
    petition = crowd()
    OutboxLetter.objects.all().delete()
    for _ in range(2):
        raise_alarms(at=NOW)
    assert OutboxLetter.objects.count() == 2
    letter = last_letter()
    assert letter.to in {person.email for person in people[:2]}
    assert "/gestion/alertes/" in letter.text
    assert petition.title not in letter.text + letter.html
    assert "192.0.2" not in letter.text + letter.html


def test_the_preview_says_what_an_annulment_would_take_out() -> None:
    petition = make_petition()
    for number in range(3):
        sign(petition, address=f"ailleurs{number}@example.org")
    seen = preview(alarmed(petition))
    assert len(seen.indexes) == 3
    assert (seen.waiting, seen.days) == (0, [(NOW.date(), 3)])
    assert seen.levels == [("confirmée par courriel", 3)]
    assert seen.percent == 50


def test_what_is_not_counted_yet_cannot_be_named() -> None:
    alarm = alarmed()
    sign_from(alarm.petition, "emmy")
    seen = preview(alarm)
    assert (len(seen.indexes), seen.waiting) == (3, 1)


@pytest.mark.parametrize(("marked", "said"), [(0, 0), (9, 0), (10, 10), (19, 10)])
def test_throw_away_addresses_are_said_by_tens(marked: int, said: int) -> None:
    alarm = alarmed()
    for number in range(marked):
        Trace.objects.create(
            petition=alarm.petition,
            commitment=bytes([number]) * 32,
            provider=b"x",
            network=bytes(alarm.tag),
            day=NOW.date(),
            is_disposable=True,
        )
    assert preview(alarm).disposable == said


def test_an_annulment_from_an_alarm_takes_the_usual_way() -> None:
    alarm = alarmed()
    annulment = propose(alarm)
    assert (annulment.size, annulment.reason) == (3, Annulment.Reason.FRAUD)
    assert alarm.petition.signatures.count() == 3
    approve_annulment(annulment=annulment, by=administrator(), at=NOW)
    seal(at=NOW)
    publish()
    carry_out_annulments(at=NOW)
    assert carry_out_annulments(at=NOW + WAITED) == 3
    assert not alarm.petition.signatures.exists()
    assert not Trace.objects.exists()


def test_an_annulment_from_an_alarm_can_be_undone() -> None:
    alarm = alarmed()
    annulment = propose(alarm)
    undo_annulment(annulment=annulment, by=administrator(), at=NOW)
    assert carry_out_annulments(at=NOW + WAITED) == 0
    assert len(preview(alarm).indexes) == 3


def test_an_alarm_is_settled_once() -> None:
    alarm = alarmed()
    propose(alarm)
    with pytest.raises(WrongStatus):
        propose(alarm)
    assert Annulment.objects.count() == 1


def test_signatures_that_an_annulment_names_are_not_named_twice() -> None:
    alarm = alarmed()
    propose(alarm)
    Alarm.objects.update(is_settled=False)
    with pytest.raises(NotCounted):
        propose(alarm)
    assert not Alarm.objects.get().is_settled


def test_a_large_annulment_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("petitions.services.alarms.MOST", 2)
    assert propose(alarmed()).size == 2


def test_a_large_alarm_is_looked_at_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("petitions.services.alarms.MOST", 2)
    alarm = alarmed()
    assert len(preview(alarm).indexes) == 2
    assert preview(alarm).percent == 100
    propose(alarm)
    assert len(preview(alarm).indexes) == 1


def test_an_alarm_about_a_count_shows_no_signature() -> None:
    said: dict[str, Any] = {"petition": make_petition(), "day": NOW.date(), "first_seen_at": NOW}
    alarm = Alarm.objects.create(subject="count", signatures=7, **said)
    assert preview(alarm).indexes == []


def test_a_settled_alarm_is_heard_again_once_its_signatures_have_doubled() -> None:
    boss, alarm = administrator(), alarmed()
    settle_alarm(alarm)
    for name in ["emmy", "marie"]:
        sign_from(alarm.petition, name, domain=f"{name}.fr")
    assert raise_alarms(at=NOW) == 0
    sign_from(alarm.petition, "rosalind", domain="rosalind.fr")
    OutboxLetter.objects.all().delete()
    assert [raise_alarms(at=NOW), raise_alarms(at=NOW)] == [1, 0]
    assert last_letter().to == boss.email
    assert not Alarm.objects.get().is_settled
