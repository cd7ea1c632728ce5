"""What becomes of petitions, at the editors' desk: services decide, refusals are sentences."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from petitions.models import Dispatch, Event, Mirror, Petition, Threshold
from petitions.services import reach_thresholds
from tests.factories.accounts import make_person_with
from tests.factories.outcome import answer, count, make_threshold, send
from tests.factories.petitions import make_petition
from tests.pages.desk import desk_of, editor, form_at, said

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def petition() -> Petition:
    now = timezone.now()
    return make_petition(opens_at=now - timedelta(days=90), closes_at=now + timedelta(days=90))


def add(client: Client, register: str, **typed: Any) -> str:
    """Fill in the empty form of a register; return the answer, followed."""
    address = f"/gestion/{register}/new/"
    form = form_at(client, address) | {name: str(value) for name, value in typed.items()}
    return said(client.post(address, form, follow=True))


def change(client: Client, register: str, key: int, **typed: Any) -> str:
    address = f"/gestion/{register}/edit/{key}/"
    form = form_at(client, address) | {name: str(value) for name, value in typed.items()}
    return said(client.post(address, form, follow=True))


def remove(client: Client, register: str, key: int) -> str:
    return said(client.post(f"/gestion/{register}/delete/{key}/", follow=True))


THRESHOLD = {"signatures": 500, "areas": 30, "per_area": 10, "leads_to": "Un débat."}


def test_an_editor_sets_changes_and_removes_a_threshold() -> None:
    client, mine = editor(), petition()
    add(client, "seuils", petition=mine.pk, **THRESHOLD)
    threshold = Threshold.objects.get()
    change(client, "seuils", threshold.pk, signatures=600)
    assert Threshold.objects.get().signatures == 600
    remove(client, "seuils", threshold.pk)
    assert not Threshold.objects.exists()


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"signatures": 0}, "Un seuil est d’une signature au moins."),
        ({"per_area": 9}, "Les chiffres par département vont de dix en dix"),
        ({"areas": 0}, "Combien de départements ?"),
        ({"signatures": "beaucoup"}, "nombre entier"),
        ({"signatures": -5}, ""),
        ({"signatures": 10**12}, ""),
        ({"petition": 999999}, ""),
        ({"leads_to": "x" * 201}, ""),
    ],
)
def test_a_threshold_that_cannot_be_is_refused_in_words(
    typed: dict[str, Any], refusal: str
) -> None:
    html = add(editor(), "seuils", **({"petition": petition().pk} | THRESHOLD | typed))
    assert refusal in html.replace("\u202f", " ").replace("\xa0", " ")
    assert not Threshold.objects.exists()


def test_a_reached_threshold_stays_whatever_an_editor_sends() -> None:
    client, mine = editor(), petition()
    threshold = make_threshold(mine, signatures=3)
    count(mine, 3)
    reach_thresholds(at=timezone.now())
    assert "Ce seuil est atteint" in change(client, "seuils", threshold.pk, signatures=600)
    assert "Ce seuil est atteint" in remove(client, "seuils", threshold.pk)
    assert Threshold.objects.get().signatures == 3


SENT = {"addressee": "Ministère de la Santé", "sent_on": TODAY - timedelta(days=30)}
ANSWER = {"answered_on": TODAY, "summary": "Un débat aura lieu.", "answer": "Bonjour.\r\nOui."}


def test_an_editor_publishes_a_sending_then_its_answer() -> None:
    client, mine = editor(), petition()
    add(client, "envois", petition=mine.pk, **SENT)
    dispatch = Dispatch.objects.get()
    change(client, "envois", dispatch.pk, **ANSWER)
    dispatch.refresh_from_db()
    assert (dispatch.answered_on, dispatch.answer) == (TODAY, "Bonjour.\nOui.")
    kinds = set(mine.events.values_list("kind", flat=True))
    assert {Event.Kind.SENT, Event.Kind.ANSWER} <= kinds


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"addressee": "Le voisin"}, "La pétition ne s’adresse pas à ce destinataire."),
        ({"sent_on": TODAY + timedelta(days=1)}, "Ce jour est à venir."),
        ({"sent_on": "hier"}, "date"),
        ({"summary": "Oui."}, "Une réponse a une date, une phrase et un texte."),
        (ANSWER | {"answered_on": TODAY + timedelta(days=1)}, "Ce jour est à venir."),
        (ANSWER | {"answered_on": TODAY - timedelta(days=31)}, "La réponse vient après la remise."),
        (ANSWER | {"summary": "x" * 201}, "200"),
        (ANSWER | {"answer": "x" * 6001}, "6"),
        ({"source_url": "javascript:alert(1)"}, "elle commence par https://"),
        ({"source_url": "//ailleurs.example/"}, "elle commence par https://"),
    ],
)
def test_a_sending_that_cannot_be_is_refused_in_words(typed: dict[str, Any], refusal: str) -> None:
    html = add(editor(), "envois", **({"petition": petition().pk} | SENT | typed))
    assert refusal in html
    assert not Dispatch.objects.exists()
    assert not Event.objects.filter(kind=Event.Kind.SENT).exists()


def test_a_published_answer_does_not_change() -> None:
    now = timezone.now()
    dispatch = answer(send(petition(), sent_on=TODAY, at=now), answered_on=TODAY, at=now)
    html = change(editor(), "envois", dispatch.pk, summary="Autre chose.")
    assert "Une réponse publiée ne change plus." in html
    dispatch.refresh_from_db()
    assert dispatch.summary == "Le ministère propose une concertation."
    assert editor().post(f"/gestion/envois/delete/{dispatch.pk}/").status_code in {302, 403, 404}
    assert Dispatch.objects.exists()


EVENT = {"kind": "meeting", "at": "2026-10-01 14:00", "note": "Reçus au ministère."}
SOURCE = {"url": "https://www.example.org/agenda"}


def test_an_editor_adds_corrects_and_removes_a_meeting() -> None:
    client, mine = editor(), petition()
    add(client, "evenements", petition=mine.pk, **EVENT, **SOURCE)
    event = Event.objects.get(kind="meeting")
    change(client, "evenements", event.pk, note="Reçus à l’Assemblée.", kind="assembly")
    event.refresh_from_db()
    assert (event.kind, event.note) == ("assembly", "Reçus à l’Assemblée.")
    remove(client, "evenements", event.pk)
    assert not Event.objects.filter(kind="assembly").exists()


@pytest.mark.parametrize(
    "typed", [{"kind": "opened"}, {"kind": "answer"}, {"url": ""}, {"note": ""}, {"at": "demain"}]
)
def test_an_editor_adds_no_step_and_nothing_without_a_source(typed: dict[str, Any]) -> None:
    mine = petition()
    add(editor(), "evenements", **({"petition": mine.pk} | EVENT | SOURCE | typed))
    assert [event.kind for event in mine.events.all()] == [Event.Kind.OPENED]


def test_a_source_that_passes_for_another_site_is_refused_in_words() -> None:
    mine = petition()
    hidden = {"url": "https://ministere.example@ailleurs.example/"}
    html = add(editor(), "evenements", petition=mine.pk, **EVENT, **hidden)
    assert "La source n’est pas une adresse de page." in html
    assert EVENT["note"] in html
    assert not Event.objects.filter(kind="meeting").exists()


@pytest.mark.parametrize("url", ["//ailleurs.example/", "ailleurs.example/", "/propositions/"])
def test_a_source_is_typed_whole(url: str) -> None:
    mine = petition()
    html = add(editor(), "evenements", petition=mine.pk, **EVENT, url=url)
    assert "Copiez l’adresse entière du navigateur" in html
    assert not Event.objects.filter(kind="meeting").exists()


def test_steps_are_neither_listed_changed_nor_removed() -> None:
    client, opened = editor(), petition().events.get()
    assert opened not in client.get("/gestion/evenements/").context["object_list"]
    change(client, "evenements", opened.pk, **EVENT, **SOURCE)
    assert "cette étape est écrite par le site" in remove(client, "evenements", opened.pk).lower()
    assert Event.objects.get().kind == Event.Kind.OPENED


MIRROR = {
    "house": "senat",
    "title": "Pour un débat",
    "url": "https://petitions.senat.fr/initiatives/i-1",
    "signatures": 1234,
    "counted_on": TODAY,
}


def test_an_editor_keeps_the_number_of_a_petition_elsewhere() -> None:
    client, mine = editor(), petition()
    add(client, "assemblees", petition=mine.pk, **MIRROR)
    change(client, "assemblees", Mirror.objects.get().pk, signatures=2000)
    assert Mirror.objects.get().signatures == 2000


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"url": "https://example.org/"}, "n’est pas celle du site de cette assemblée"),
        ({"counted_on": TODAY + timedelta(days=1)}, "Ce jour est à venir."),
        ({"house": "conseil"}, ""),
        ({"signatures": -1}, ""),
    ],
)
def test_a_petition_elsewhere_that_cannot_be_is_refused(
    typed: dict[str, Any], refusal: str
) -> None:
    html = add(editor(), "assemblees", **({"petition": petition().pk} | MIRROR | typed))
    assert refusal in html
    assert not Mirror.objects.exists()


@pytest.mark.parametrize("register", ["seuils", "envois", "evenements", "assemblees"])
@pytest.mark.parametrize("role", ["", Role.Name.MODERATOR, Role.Name.ORGANISER])
def test_nobody_else_keeps_these_registers(client: Client, register: str, role: str) -> None:
    petition()
    somebody = desk_of(make_person_with(role)) if role else client
    for door in ["", "new/", "edit/1/", "delete/1/"]:
        address = f"/gestion/{register}/{door}"
        for answer_ in (somebody.get(address), somebody.post(address, {})):
            assert answer_.status_code in {302, 403, 404}
    assert not Threshold.objects.exists()
    assert not Dispatch.objects.exists()
    assert Event.objects.count() == 1
