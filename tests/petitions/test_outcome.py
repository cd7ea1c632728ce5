"""Who was handed a petition, what they answer, and what editors add: guarded, dated, told."""

from datetime import date, timedelta
from typing import Any

import pytest

from follows.models import NewsItem
from follows.services import send_digests, start
from petitions import states
from petitions.errors import (
    AlreadyAnswered,
    AlreadyThere,
    BadSource,
    NoAddressee,
    NotForEditors,
    NotOfThisHouse,
    WrongDay,
    WrongStatus,
)
from petitions.models import Dispatch, Event, Mirror
from petitions.services import (
    add_event,
    change_event,
    close_petition,
    correct_sending,
    remove_event,
    save_mirror,
)
from petitions.timeline import timeline_of
from tests.factories.core import last_letter
from tests.factories.outcome import SENT, answer, send
from tests.factories.petitions import NOW, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_a_sending_is_dated_traced_and_told() -> None:
    petition = make_petition()
    dispatch = send(petition)
    event = petition.events.get(kind=Event.Kind.SENT)
    assert (dispatch.sent_on, event.at.date()) == (SENT, SENT)
    assert event.note == "Ministère de la Santé"
    assert NewsItem.objects.get().body == "Remise à son destinataire\n\nMinistère de la Santé"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"addressee": "Sénat"}, NoAddressee),
        ({"sent_on": TODAY + timedelta(days=1)}, WrongDay),
        ({"sent_on": date(2020, 1, 1)}, WrongDay),
    ],
)
def test_a_sending_that_cannot_be_is_refused(said: dict[str, Any], refusal: type) -> None:
    petition = make_petition()
    with pytest.raises(refusal):
        send(petition, **said)
    assert not Dispatch.objects.exists()
    assert not NewsItem.objects.exists()


def test_what_happens_in_the_morning_is_on_the_timeline_at_once() -> None:
    petition, morning = make_petition(), NOW - timedelta(hours=5)
    dispatch = send(petition, sent_on=morning.date(), at=morning)
    answer(dispatch, answered_on=morning.date(), at=morning)
    shown = [event.kind for event in timeline_of(petition, at=morning)]
    assert shown == [Event.Kind.ANSWER, Event.Kind.SENT, Event.Kind.OPENED]


def test_an_addressee_is_handed_it_once() -> None:
    petition = make_petition()
    send(petition)
    with pytest.raises(AlreadyThere):
        send(petition)
    assert NewsItem.objects.count() == 1


def test_a_draft_is_handed_to_nobody() -> None:
    with pytest.raises(WrongStatus):
        send(make_draft_petition())


def test_an_answer_closes_the_wait_and_a_closed_petition_is_answered() -> None:
    petition = make_petition()
    dispatch = send(petition)
    close_petition(petition=petition, at=NOW)
    answer(dispatch)
    petition.refresh_from_db()
    event = petition.events.get(kind=Event.Kind.ANSWER)
    assert petition.status == states.ANSWERED
    assert (event.note, event.url) == (dispatch.summary, "https://www.example.org/reponse")
    assert not Dispatch.objects.unanswered().exists()
    assert dispatch.days_waiting_on(TODAY) == 19


def test_an_answer_to_an_open_petition_leaves_it_open() -> None:
    petition = make_petition()
    answer(send(petition))
    petition.refresh_from_db()
    assert petition.status == states.OPEN


def test_an_answer_is_published_once() -> None:
    dispatch = send(make_petition())
    answer(dispatch)
    with pytest.raises(AlreadyAnswered):
        answer(dispatch, summary="Autre chose.")
    with pytest.raises(AlreadyAnswered):
        correct_sending(dispatch=dispatch, sent_on=SENT, at=NOW)
    assert Dispatch.objects.get().summary == "Le ministère propose une concertation."


@pytest.mark.parametrize("day", [SENT - timedelta(days=1), TODAY + timedelta(days=1)])
def test_an_answer_comes_between_its_sending_and_today(day: date) -> None:
    dispatch = send(make_petition())
    with pytest.raises(WrongDay):
        answer(dispatch, answered_on=day)
    assert Dispatch.objects.unanswered().exists()


BAD_SOURCES = [
    "http://www.example.org/reponse",
    "javascript:alert(1)",
    "https://ministere.example@ailleurs.example/",
    "https://ailleurs.example\\@ministere.example/",
    "https://ministere.example/\\ailleurs.example",
    "https://аррӏе.example/",
    "https://localhost/",
    "https://[",
    "/petitions/",
]


@pytest.mark.parametrize("url", BAD_SOURCES)
def test_no_source_of_an_answer_or_an_event_passes_for_another_site(url: str) -> None:
    petition = make_petition()
    dispatch = send(petition)
    with pytest.raises(BadSource):
        answer(dispatch, source_url=url)
    event = add_event(petition=petition, kind="meeting", at=NOW, **EVENT)
    with pytest.raises(BadSource):
        add_event(petition=petition, kind="news", at=NOW, **(EVENT | {"url": url}))
    with pytest.raises(BadSource):
        change_event(event=event, kind="news", **(EVENT | {"url": url}))
    assert Dispatch.objects.unanswered().exists()
    assert Event.objects.get(kind="meeting").url == EVENT["url"]


def test_the_day_of_a_sending_is_corrected_on_the_timeline_too() -> None:
    petition = make_petition()
    dispatch = correct_sending(dispatch=send(petition), sent_on=date(2026, 11, 5), at=NOW)
    event = petition.events.get(kind=Event.Kind.SENT)
    assert dispatch.sent_on == event.at.date() == date(2026, 11, 5)


def test_a_letter_about_an_answer_stops_in_one_click() -> None:
    petition = make_petition()
    start(subject=f"petition:{petition.pk}", address="ada@example.org", at=NOW - timedelta(days=9))
    answer(send(petition))
    send_digests(at=NOW + timedelta(hours=2))
    letter = last_letter()
    assert "Le ministère propose une concertation." in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["List-Unsubscribe"].startswith("<http")


EVENT: dict[str, Any] = {
    "happens_at": NOW + timedelta(days=9),
    "note": "Une délégation est reçue au ministère.",
    "url": "https://www.example.org/agenda",
}


def test_a_meeting_to_come_is_told_and_not_yet_shown_as_past() -> None:
    petition = make_petition()
    event = add_event(petition=petition, kind="meeting", at=NOW, **EVENT)
    assert event not in petition.events.all().until(NOW)
    assert event in petition.events.all().until(NOW + timedelta(days=10))
    assert NewsItem.objects.count() == 1


@pytest.mark.parametrize("kind", ["opened", "answer", "closed", "", "x"])
def test_editors_write_no_step_of_a_petition(kind: str) -> None:
    petition = make_petition()
    with pytest.raises(NotForEditors):
        add_event(petition=petition, kind=kind, at=NOW, **EVENT)
    opened = petition.events.get(kind=Event.Kind.OPENED)
    with pytest.raises(NotForEditors):
        change_event(event=opened, kind="news", **EVENT)
    with pytest.raises(NotForEditors):
        remove_event(event=opened)
    assert petition.events.count() == 1


MIRROR: dict[str, Any] = {
    "house": "senat",
    "title": "Pour un débat",
    "url": "https://petitions.senat.fr/initiatives/i-1",
    "signatures": 1234,
    "counted_on": TODAY,
}


def test_a_petition_elsewhere_is_stored_with_the_day_of_its_number() -> None:
    petition = make_petition()
    mirror = save_mirror(petition=petition, at=NOW, **MIRROR)
    save_mirror(petition=petition, mirror=mirror, at=NOW, **(MIRROR | {"signatures": 1300}))
    assert Mirror.objects.get().signatures == 1300


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"url": "https://petitions.assemblee-nationale.fr/i-1"}, NotOfThisHouse),
        ({"url": "https://petitions.senat.fr.example.org/i-1"}, NotOfThisHouse),
        ({"url": "javascript:alert(1)"}, NotOfThisHouse),
        ({"url": "https://ailleurs.example\\@petitions.senat.fr/i-1"}, NotOfThisHouse),
        ({"url": "https://a:b@petitions.senat.fr/i-1"}, NotOfThisHouse),
        ({"url": "https://petitions.senat.fr/\\ailleurs.example"}, NotOfThisHouse),
        ({"counted_on": TODAY + timedelta(days=1)}, WrongDay),
        ({}, AlreadyThere),
    ],
)
def test_a_petition_elsewhere_that_cannot_be_is_refused(
    said: dict[str, Any], refusal: type
) -> None:
    petition = make_petition()
    save_mirror(petition=petition, at=NOW, **MIRROR)
    with pytest.raises(refusal):
        save_mirror(petition=petition, at=NOW, **(MIRROR | said))
    assert Mirror.objects.count() == 1
