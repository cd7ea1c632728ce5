"""The desk of alarms: administrators alone look, settle, or propose to annul."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from petitions.models import Alarm, Annulment
from petitions.services import settle_alarm
from tests.factories.accounts import LONG_AGO, log_in, make_person_with
from tests.factories.annulments import STATEMENT
from tests.factories.petitions import NOW, make_petition
from tests.pages.desk import said as said_with_french_spaces
from tests.petitions.test_alarms import _few_are_many, alarmed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_few_are_many")]
DESK = "/gestion/alertes/"
__all__ = ["_few_are_many"]


def said(response: Any) -> str:
    return re.sub("[\u202f\xa0]", " ", said_with_french_spaces(response))


def administrator() -> Client:
    return log_in(Client(), make_person_with(Role.Name.ADMINISTRATOR))


def test_an_administrator_sees_what_an_annulment_would_do() -> None:
    alarm = alarmed()
    client = administrator()
    assert f"{DESK}{alarm.pk}/" in said(client.get(DESK))
    page = said(client.get(f"{DESK}{alarm.pk}/"))
    assert "23 novembre : 3" in page
    assert "confirmée par courriel : 3" in page
    assert "100,0 %" in page
    assert "<strong>3</strong>" in page


def test_the_way_to_the_desk_says_how_many_alarms_wait() -> None:
    alarm = alarmed()
    assert DESK in said(administrator().get("/compte/"))
    user = make_person_with(Role.Name.MODERATOR)
    client = log_in(Client(), user)
    assert DESK not in said(client.get("/moderation/"))
    user.roles.create(role=Role.Name.ADMINISTRATOR, granted_at=LONG_AGO)
    assert f'<a href="{DESK}">Alertes (1)</a>' in said(client.get("/moderation/"))
    settle_alarm(alarm)
    assert f'<a href="{DESK}">Alertes</a>' in said(client.get("/moderation/"))


def test_an_alarm_is_settled_by_a_person() -> None:
    alarm = alarmed()
    page = said(administrator().post(f"{DESK}{alarm.pk}/", {"step": "settle"}, follow=True))
    assert "examinée" in page
    assert Alarm.objects.get().is_settled
    again = administrator().post(f"{DESK}{alarm.pk}/", {"step": "settle"}, follow=True)
    assert "Quelqu’un l’avait déjà examinée." in said(again)


def test_an_annulment_is_proposed_from_an_alarm() -> None:
    alarm = alarmed()
    typed = {"step": "propose", "statement": STATEMENT}
    response = administrator().post(f"{DESK}{alarm.pk}/", typed)
    assert response["Location"] == f"/gestion/annulations/{Annulment.objects.get().pk}/"
    again = administrator().post(f"{DESK}{alarm.pk}/", typed)
    assert again.status_code == 422
    assert "Quelqu’un l’avait déjà examinée." in said(again)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"step": "propose", "statement": ""}, 422),
        ({"step": "propose", "statement": "Fraude."}, 422),
        ({"step": "propose", "statement": "x" * 1001}, 422),
        ({"step": "propose"}, 422),
        ({"step": "x"}, 409),
        ({}, 409),
    ],
)
def test_a_bad_form_changes_nothing(typed: dict[str, str], status: int) -> None:
    alarm = alarmed()
    assert administrator().post(f"{DESK}{alarm.pk}/", typed).status_code == status
    assert not Annulment.objects.exists()
    assert not Alarm.objects.get().is_settled


def test_alarms_are_listed_by_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.views.alarms.PAGE", 1)
    first, second = (
        Alarm.objects.create(
            petition=make_petition(),
            subject="count",
            signatures=1,
            day=NOW.date(),
            first_seen_at=NOW,
        )
        for _ in range(2)
    )
    client = administrator()
    page = said(client.get(DESK))
    assert f"{DESK}{second.pk}/" in page
    assert f"{DESK}{first.pk}/" not in page
    assert f"{DESK}{first.pk}/" in said(client.get(f"{DESK}?apres={second.pk}"))
    assert client.get(f"{DESK}?apres=x").status_code == 400


@pytest.mark.parametrize("number", ["0", "99999", "9" * 30])
def test_an_alarm_that_does_not_exist_is_not_found(number: str) -> None:
    assert administrator().get(f"{DESK}{number}/").status_code == 404


def test_only_administrators_come_in() -> None:
    alarm = alarmed()
    pages = [DESK, f"{DESK}{alarm.pk}/"]
    for role in [Role.Name.EDITOR, Role.Name.MODERATOR, Role.Name.ORGANISER]:
        client = log_in(Client(), make_person_with(role))
        for page in pages:
            for response in [client.get(page), client.post(page, {"step": "settle"})]:
                assert response.status_code == 403 or response["Location"] == "/gestion/"
    assert Client().get(DESK)["Location"].startswith("/compte/connexion/")
    assert not Alarm.objects.get().is_settled


def test_visiting_changes_nothing() -> None:
    alarm = alarmed()
    for page in [DESK, f"{DESK}{alarm.pk}/", f"{DESK}{alarm.pk}/?step=settle"]:
        assert administrator().get(page).status_code == 200
    assert not Alarm.objects.get().is_settled
