"""Organisers at the desk: their own committee, their own words, nothing else."""

import pytest

from accounts.models import Role, User
from committees.models import Committee
from tests.factories.accounts import make_person_with
from tests.factories.committees import make_committee
from tests.pages.desk import desk_of, form_at, said

pytestmark = pytest.mark.django_db


def organiser_of(committee: Committee) -> User:
    return make_person_with(Role.Name.ORGANISER, scope=committee.scope)


def edit(committee: Committee) -> str:
    return f"/gestion/comites/edit/{committee.pk}/"


def test_an_organiser_sees_the_own_committee_alone() -> None:
    own, other = make_committee(), make_committee()
    html = said(desk_of(organiser_of(own)).get("/gestion/comites/"))
    assert own.name in html
    assert other.name not in html


def test_an_organiser_without_scope_sees_all() -> None:
    names = [make_committee().name, make_committee().name]
    html = said(desk_of(make_person_with(Role.Name.ORGANISER)).get("/gestion/comites/"))
    assert all(name in html for name in names)


def test_an_organiser_presents_the_own_committee() -> None:
    own = make_committee()
    client = desk_of(organiser_of(own))
    form = form_at(client, edit(own)) | {"presentation": "Nous sommes là.", "town": "Tonneins"}
    assert client.post(edit(own), form).status_code == 302
    own.refresh_from_db()
    assert (own.presentation, own.town) == ("Nous sommes là.", "Tonneins")


def test_an_organiser_confirms_nothing_and_proves_nothing() -> None:
    own = make_committee()
    client = desk_of(organiser_of(own))
    typed = {"status": "confirmed", "evidence": "Je le dis.", "slug": "pris", "departement": "75"}
    client.post(edit(own), form_at(client, edit(own)) | typed)
    after = Committee.objects.get(pk=own.pk)
    for name in typed:
        assert getattr(after, name) == getattr(own, name)


@pytest.mark.parametrize("room", ["edit", "delete", "history", "history-results", "usage"])
def test_the_committee_of_somebody_else_stays_closed(room: str) -> None:
    own, other = make_committee(), make_committee()
    client = desk_of(organiser_of(own))
    address = f"/gestion/comites/{room}/{other.pk}/"
    assert client.get(address)["Location"] == "/gestion/"
    assert client.post(address, {"name": "Pris"}).status_code in {302, 405}
    other.refresh_from_db()
    assert other.name != "Pris"


@pytest.mark.parametrize("room", ["new/", "delete/{}/"])
def test_an_organiser_neither_adds_nor_deletes(room: str) -> None:
    own = make_committee()
    response = desk_of(organiser_of(own)).post("/gestion/comites/" + room.format(own.pk))
    assert response["Location"] == "/gestion/"
    assert Committee.objects.count() == 1


@pytest.mark.parametrize("room", ["pages/", "faits/", "petitions/", "debats/", "charte/"])
def test_an_organiser_enters_no_other_register(room: str) -> None:
    response = desk_of(organiser_of(make_committee())).get(f"/gestion/{room}")
    assert response["Location"].startswith("/gestion/")
    assert response["Location"] != f"/gestion/{room}"


def test_an_editor_confirms_a_committee() -> None:
    committee = make_committee()
    client = desk_of(make_person_with(Role.Name.EDITOR))
    client.post(edit(committee), form_at(client, edit(committee)) | {"status": "confirmed"})
    committee.refresh_from_db()
    assert committee.is_confirmed


def test_an_editor_deletes_a_committee() -> None:
    committee = make_committee()
    desk_of(make_person_with(Role.Name.EDITOR)).post(f"/gestion/comites/delete/{committee.pk}/")
    assert not Committee.objects.exists()
