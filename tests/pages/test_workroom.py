"""What each finds in /gestion/: their registers, in French, and nothing they may not use."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import Model

from accounts.models import Role
from tests.factories.accounts import make_person_with
from tests.factories.committees import make_committee
from tests.factories.debates import make_draft
from tests.factories.moderation import make_article
from tests.factories.pages import make_home
from tests.factories.petitions import make_draft_petition
from tests.factories.transparency import make_document, make_fact
from tests.pages.desk import desk_of, said

pytestmark = pytest.mark.django_db
PROPS = re.compile(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', re.S)
REGISTERS = ["Faits", "Sources", "Thèmes", "Textes archivés", "Pétitions", "Motifs de refus"]
TALKING = ["Débats", "Charte de modération"]
OUTCOMES = ["Envois et réponses", "Rencontres et nouvelles", "Seuils", "Pétitions des assemblées"]
EDITORS_MENU = ["Pages", *REGISTERS, *TALKING, *OUTCOMES, "Comités", "Compte"]
OTHERS_ROOMS = ["users/", "groups/", "sites/", "snippets/", "collections/", "workflows/list/"]
KEPT: dict[str, Callable[[], Model]] = {
    "faits": make_fact,
    "petitions": make_draft_petition,
    "debats": make_draft,
    "charte": make_article,
    "textes-archives": make_document,
}


def menu_of(role: str) -> list[str]:
    """Return the addresses' labels of the admin's menu, in order."""
    make_home()
    found = PROPS.search(said(desk_of(make_person_with(role)).get("/gestion/")))
    assert found
    return list(_labels(json.loads(found[1])))


def _labels(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for inner in node:
            yield from _labels(inner)
    elif isinstance(node, dict):
        if node.get("url", "").startswith("/gestion/"):
            yield node["label"]
        for inner in node.values():
            yield from _labels(inner)


def test_an_editor_finds_the_pages_and_each_register() -> None:
    assert menu_of(Role.Name.EDITOR) == EDITORS_MENU


def test_an_administrator_keeps_abuse_off_and_redirections_too() -> None:
    added = set(menu_of(Role.Name.ADMINISTRATOR)) - set(EDITORS_MENU)
    against_abuse = {"Alertes", "Annulations", "Limites de signature", "Règles contre les abus"}
    assert added == against_abuse | {"Règles de Redirection"}


def test_an_organiser_finds_the_committees_alone() -> None:
    assert menu_of(Role.Name.ORGANISER) == ["Comités", "Compte"]


@pytest.mark.parametrize("role", ["editor", "administrator", "organiser"])
@pytest.mark.parametrize("room", OTHERS_ROOMS)
def test_nobody_manages_what_the_platform_manages_itself(role: str, room: str) -> None:
    response = desk_of(make_person_with(role)).get(f"/gestion/{room}")
    assert response["Location"] == "/gestion/"


@pytest.mark.parametrize("register", KEPT)
def test_what_is_never_deleted_has_no_way_to_be(register: str) -> None:
    row = KEPT[register]()
    client = desk_of(make_person_with(Role.Name.EDITOR))
    address = f"/gestion/{register}/delete/{row.pk}/"
    assert address not in said(client.get(f"/gestion/{register}/"))
    assert client.post(address)["Location"] == "/gestion/"
    assert type(row)._default_manager.filter(pk=row.pk).exists()


def test_an_archived_text_is_never_changed() -> None:
    document = make_document()
    client = desk_of(make_person_with(Role.Name.EDITOR))
    response = client.post(f"/gestion/textes-archives/edit/{document.pk}/", {"text": "Autre."})
    document.refresh_from_db()
    assert response["Location"] == "/gestion/"
    assert document.text != "Autre."


@pytest.mark.parametrize("register", [*KEPT, "sources", "themes", "comites"])
@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_each_register_opens_with_rows_and_without(register: str, role: str) -> None:
    client = desk_of(make_person_with(role))
    for make in [*KEPT.values(), make_committee]:
        assert client.get(f"/gestion/{register}/").status_code == 200
        make()
    assert client.get(f"/gestion/{register}/?q=a").status_code == 200
    assert client.get(f"/gestion/{register}/new/").status_code == 200
