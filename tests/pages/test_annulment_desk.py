"""The desk of annulments: administrators alone, two of them, and a preview before anything."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Role, User
from ledger.services import index_of, seal
from petitions.models import Annulment, Petition
from petitions.services import close_petition, destroy_key
from tests.factories.accounts import LONG_AGO, log_in, make_person_with
from tests.factories.petitions import NOW, make_draft_petition, make_petition, signed
from tests.pages.desk import said as said_with_french_spaces

pytestmark = pytest.mark.django_db
DESK = "/gestion/annulations/"
STATEMENT = "Ces signatures viennent d’un programme qui inventait des adresses."


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def said(response: Any) -> str:
    """Return what an answer says; which spaces do not break is not the subject here."""
    return re.sub("[\u202f\xa0]", " ", said_with_french_spaces(response))


def administrator() -> Client:
    return log_in(Client(), make_person_with(Role.Name.ADMINISTRATOR))


def signed_by(*names: str) -> tuple[Petition, list[int]]:
    petition = make_petition()
    hidden = [signed(petition, address=f"{name}@example.org").hidden for name in names]
    seal(at=NOW)
    return petition, [index_of(one.commitment) or 0 for one in hidden]


def fraud(petition: Petition, *indexes: object, **typed: str) -> dict[str, Any]:
    lines = "\r\n".join(map(str, indexes))
    return {
        "petition": petition.pk,
        "reason": "2",
        "statement": STATEMENT,
        "indexes": lines,
        "step": "propose",
    } | typed


def proposed(client: Client, petition: Petition, *indexes: int) -> str:
    """Propose as `client`; return the address of the annulment."""
    response = client.post(f"{DESK}proposer/", fraud(petition, *indexes))
    assert response.status_code == 302
    return str(response["Location"])


def state() -> str:
    return str(Annulment.objects.get().state)


def test_one_administrator_proposes_and_another_approves() -> None:
    petition, [ada, grace] = signed_by("ada", "grace")
    first, second = administrator(), administrator()
    address = proposed(first, petition, ada, grace)
    assert "Approuver et publier" not in said(first.get(address))
    page = said(second.get(address))
    assert "Approuver et publier" in page
    assert "Approuvées maintenant, elles le sont après le" in page
    page = said(second.post(address, {"step": "approve"}, follow=True))
    assert "quelques secondes d’attente" in page
    assert "Approuvée. Les signatures seront annulées après le" in page
    assert state() == "approved"


def test_the_preview_says_how_many_count_and_proposes_nothing() -> None:
    petition, [ada, _] = signed_by("ada", "grace")
    client = administrator()
    page = said(client.post(f"{DESK}proposer/", fraud(petition, ada, 1, step="preview")))
    assert "de 20 caractères au moins" in page
    assert "Numéros lus : 2. Signatures comptées de cette pétition : <strong>1</strong>" in page
    assert (
        "Numéros à ôter de la liste : 1 (absentes, déjà retirées ou d’une autre pétition)" in page
    )
    assert "Proposer cette annulation" not in page
    page = said(client.post(f"{DESK}proposer/", fraud(petition, ada, step="preview")))
    assert "Proposer cette annulation" in page
    assert not Annulment.objects.exists()


def test_whoever_proposed_is_told_that_it_takes_two() -> None:
    petition, [ada] = signed_by("ada")
    client = administrator()
    address = proposed(client, petition, ada)
    page = said(client.post(address, {"step": "approve"}, follow=True))
    assert "Une autre personne doit approuver" in page
    assert state() == "proposed"


def test_an_announced_annulment_is_undone_by_one_of_the_two() -> None:
    petition, [ada] = signed_by("ada")
    first, second, third = administrator(), administrator(), administrator()
    address = proposed(first, petition, ada)
    second.post(address, {"step": "approve"})
    assert "Oui, abandonner</button>" in said(first.get(address))
    assert "Oui, abandonner</button>" not in said(third.get(address))
    assert "elle revient à une autre personne" in said(
        third.post(address, {"step": "undo"}, follow=True)
    )
    assert state() == "approved"
    page = said(first.post(address, {"step": "undo"}, follow=True))
    assert state() == "undone"
    assert f"<dd>{ada}</dd>" in page


def test_annulments_are_listed_by_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.views.annulments.PAGE", 1)
    petition, signed = signed_by("ada", "grace")
    client = administrator()
    old, new = (proposed(client, petition, index) for index in signed)
    first = said(client.get(DESK))
    assert new in first
    assert old not in first
    number = Annulment.objects.latest("pk").pk
    assert old in said(client.get(f"{DESK}?apres={number}"))
    assert client.get(f"{DESK}?apres=x").status_code == 400


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"petition": ""}, "Choisissez la pétition."),
        ({"petition": "99999999999999999999"}, "Cette pétition n’existe pas"),
        ({"reason": "1"}, "choix"),
        ({"reason": ""}, "Choisissez un motif."),
        ({"statement": "Fraude."}, "Expliquez en une phrase entière"),
        ({"statement": "\r\n" * 30}, "Expliquez cette annulation"),
        ({"statement": "x" * 1001}, "1000"),
        ({"indexes": ""}, "Écrivez au moins un numéro."),
        ({"indexes": "douze"}, "« douze » n’est pas un numéro."),
        ({"indexes": "-1"}, "« -1 » n’est pas un numéro."),
        ({"indexes": "9" * 30}, "n’est pas un numéro."),
        ({"indexes": "0\r\n" * 5001}, "5000 numéros au plus"),
        ({"indexes": "1\r\n0"}, "Ce ne sont pas des signatures comptées de cette pétition : 0, 1"),
    ],
)
def test_a_bad_form_says_why_and_proposes_nothing(typed: dict[str, str], words: str) -> None:
    petition, [ada] = signed_by("ada")
    response = administrator().post(f"{DESK}proposer/", fraud(petition, ada) | typed)
    assert response.status_code == 422
    assert words in said(response)
    assert not Annulment.objects.exists()


def test_a_number_may_be_copied_as_pages_show_it() -> None:
    petition, [ada] = signed_by("ada")
    proposed(administrator(), petition, f" {ada} ", ada)  # type: ignore[arg-type]
    assert Annulment.objects.get().size == 1


def test_a_draft_is_no_petition_to_annul() -> None:
    page = administrator().post(f"{DESK}proposer/", fraud(make_draft_petition(), 1))
    assert "n’a jamais été ouverte" in said(page)


def test_a_destroyed_key_leaves_only_the_court() -> None:
    petition, [ada] = signed_by("ada")
    close_petition(petition=petition, at=NOW)
    destroy_key(petition=petition, at=NOW.replace(year=2027))
    client = administrator()
    page = said(client.post(f"{DESK}proposer/", fraud(petition, ada)))
    assert "seule la justice peut faire annuler" in page
    assert client.post(f"{DESK}proposer/", fraud(petition, ada, reason="3")).status_code == 302


@pytest.mark.parametrize("step", ["", "x", "APPROVE"])
def test_an_unknown_step_changes_nothing(step: str) -> None:
    petition, [ada] = signed_by("ada")
    address = proposed(administrator(), petition, ada)
    page = said(administrator().post(address, {"step": step}, follow=True))
    assert "Choisissez un des boutons" in page
    assert state() == "proposed"


def test_visiting_pages_changes_nothing() -> None:
    petition, [ada] = signed_by("ada")
    address = proposed(administrator(), petition, ada)
    client = administrator()
    for page in [DESK, f"{DESK}proposer/", address, f"{address}?step=approve"]:
        assert client.get(page).status_code == 200
        assert client.head(page).status_code == 200
    assert state() == "proposed"


@pytest.mark.parametrize("number", ["0", "99999", "99999999999999999999999"])
def test_an_annulment_that_does_not_exist_is_not_found(number: str) -> None:
    assert administrator().get(f"{DESK}{number}/").status_code == 404


@pytest.mark.parametrize("role", [Role.Name.EDITOR, Role.Name.MODERATOR, Role.Name.ORGANISER])
def test_only_administrators_come_in(role: str) -> None:
    petition, [ada] = signed_by("ada")
    address = proposed(administrator(), petition, ada)
    other = log_in(Client(), make_person_with(role))
    for page in [DESK, f"{DESK}proposer/", address]:
        for response in [other.get(page), other.post(page, {"step": "approve"})]:
            # Wagtail leads those who may enter the admin back to its first page.
            assert response.status_code == 403 or response["Location"] == "/gestion/"
    assert state() == "proposed"


def test_the_desk_asks_for_a_second_factor() -> None:
    client = log_in(Client(), make_person_with(Role.Name.ADMINISTRATOR), second_factor=False)
    assert client.get(DESK).status_code == 302
    assert client.post(f"{DESK}proposer/", {}).status_code == 302
    assert Client().get(DESK)["Location"].startswith("/compte/connexion/")


def test_only_administrators_see_the_way_to_the_desk() -> None:
    assert DESK in said(administrator().get("/gestion/"))
    editor = log_in(Client(), make_person_with(Role.Name.EDITOR))
    assert DESK not in said(editor.get("/gestion/"))


def test_the_desk_of_moderation_counts_for_whoever_may_approve() -> None:
    petition, [ada] = signed_by("ada")
    first, second = (make_person_with(Role.Name.ADMINISTRATOR) for _ in range(2))
    for user in (first, second):
        user.roles.create(role=Role.Name.MODERATOR, granted_at=LONG_AGO)
    proposed(log_in(Client(), first), petition, ada)
    way = f'<a href="{DESK}">Annulations (1)</a>'
    assert way in said(log_in(Client(), second).get("/moderation/"))
    assert way not in said(log_in(Client(), first).get("/moderation/"))
    moderator = make_person_with(Role.Name.MODERATOR)
    assert DESK not in said(log_in(Client(), moderator).get("/moderation/"))


def test_a_new_administrator_is_told_to_wait() -> None:
    petition, [ada] = signed_by("ada")
    user = make_person_with(Role.Name.ADMINISTRATOR)
    user.roles.update(granted_at=timezone.now())
    new = log_in(Client(), user)
    response = new.post(f"{DESK}proposer/", fraud(petition, ada))
    assert response.status_code == 422
    assert "72 heures avant" in said(response)
    address = proposed(administrator(), petition, ada)
    assert "72 heures avant" in said(new.post(address, {"step": "approve"}, follow=True))
    assert state() == "proposed"


def test_the_second_mailbox_of_an_administrator_approves_nothing() -> None:
    """Nothing in the addresses tells: the role was given at the page of the team."""
    petition, [ada] = signed_by("ada")
    first = administrator()
    typed = {"email": "moi@autre.example", "role": "administrator", "scope": ""}
    assert first.post("/compte/equipe/", typed).status_code == 302
    twin = User.objects.get(email="moi@autre.example")
    twin.roles.update(granted_at=LONG_AGO)
    address = proposed(first, petition, ada)
    page = said(log_in(Client(), twin).post(address, {"step": "approve"}, follow=True))
    assert "Une autre personne doit approuver" in page
    assert state() == "proposed"


def test_a_sheet_handed_over_at_the_page_of_the_team_binds_the_two() -> None:
    petition, [ada] = signed_by("ada")
    first, second = (make_person_with(Role.Name.ADMINISTRATOR) for _ in range(2))
    client = log_in(Client(), first)
    client.post(f"/compte/equipe/{second.roles.get().pk}/feuille/")
    address = proposed(client, petition, ada)
    log_in(Client(), second).post(address, {"step": "approve"})
    assert state() == "proposed"
