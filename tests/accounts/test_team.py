"""Administrators give roles and replace lost sheets; nobody else does."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.access import has_role
from accounts.models import Role, User
from accounts.services import hand_out_sheet, open_session, unused_codes
from accounts.views import team
from core.models import OutboxLetter
from tests.factories.accounts import log_in, make_moderator, make_person_with, make_user

pytestmark = pytest.mark.django_db
TEAM = "/compte/equipe/"


@pytest.fixture
def administrator_client(client: Client) -> Client:
    return log_in(client, make_person_with(Role.Name.ADMINISTRATOR))


def test_a_role_is_given_to_an_address_new_or_known(administrator_client: Client) -> None:
    make_user("ada@example.org")
    for email in ["Ada@example.org", "eve@example.org"]:
        typed = {"email": email, "role": "organiser", "scope": "committee:12"}
        assert administrator_client.post(TEAM, typed)["Location"] == TEAM
    for user in User.objects.filter(email__in=["ada@example.org", "eve@example.org"]):
        assert has_role(user, "organiser", "committee:12")
        assert not has_role(user, "organiser")


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"email": "x", "role": "editor"},
        {"email": "ada@example.org", "role": "wizard"},
        {"email": "ada@example.org", "role": "editor", "scope": "<b>"},
        {"email": "closed@example.org", "role": "editor"},
    ],
)
def test_a_form_with_an_error_gives_nothing(
    administrator_client: Client, typed: dict[str, str]
) -> None:
    make_user("closed@example.org", is_active=False)
    before = Role.objects.count()
    assert administrator_client.post(TEAM, typed).status_code == 422
    assert Role.objects.count() == before


def test_a_role_is_taken_back(administrator_client: Client) -> None:
    role = make_moderator().roles.get()
    administrator_client.post(f"{TEAM}{role.pk}/retirer/")
    assert not Role.objects.filter(pk=role.pk).exists()


def test_a_lost_sheet_is_replaced_shown_once_and_told_to_its_owner(
    administrator_client: Client,
) -> None:
    moderator = make_moderator()
    old = unused_codes(moderator)
    path = f"{TEAM}{moderator.roles.get().pk}/feuille/"
    page = administrator_client.post(path).content.decode()
    shown = [code.replace(" ", "") for code in re.findall(r"<code>([\d ]+)</code>", page)]
    assert shown == unused_codes(moderator)
    assert shown != old
    assert OutboxLetter.objects.count() == 1
    assert administrator_client.get(path).status_code == 405


def test_who_is_logged_in_with_the_lost_sheet_is_logged_out(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    moderator, administrator = make_moderator(), make_person_with(Role.Name.ADMINISTRATOR)
    log_in(client, moderator)
    open_session(user=moderator, session_key=client.session.session_key or "", at=timezone.now())
    assert client.get("/compte/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        hand_out_sheet(user=moderator, by=administrator, at=timezone.now())
    assert client.get("/compte/").status_code == 302
    assert not moderator.open_sessions.exists()


def test_one_s_own_role_and_sheet_are_left_to_others(client: Client) -> None:
    administrator = make_person_with(Role.Name.ADMINISTRATOR)
    log_in(client, administrator)
    role = administrator.roles.get()
    for act in ["retirer", "feuille"]:
        assert client.post(f"{TEAM}{role.pk}/{act}/").status_code == 403
    assert Role.objects.filter(pk=role.pk).exists()


def test_the_page_says_whom_a_gift_binds(administrator_client: Client) -> None:
    """Record 7: the second person of an annulment owes nothing to the first."""
    page = " ".join(administrator_client.get(TEAM).text.split())
    assert "dont le rôle ne vient pas de vous" in page


def losing_the_role_before(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody else take the administrator's role once the view has checked it."""
    whole = getattr(team, step)

    def too_late(**kwargs: Any) -> Any:
        Role.objects.filter(user=kwargs["by"]).delete()
        return whole(**kwargs)

    monkeypatch.setattr(team, step, too_late)


def test_who_loses_the_role_in_mid_request_gives_none(
    administrator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    losing_the_role_before("grant_role", monkeypatch)
    typed = {"email": "eve@example.org", "role": "administrator"}
    assert administrator_client.post(TEAM, typed).status_code == 403
    assert not User.objects.filter(email="eve@example.org").exists()


def test_who_loses_the_role_in_mid_request_sees_no_sheet(
    administrator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    moderator = make_moderator()
    old = unused_codes(moderator)
    losing_the_role_before("hand_out_sheet", monkeypatch)
    path = f"{TEAM}{moderator.roles.get().pk}/feuille/"
    assert administrator_client.post(path).status_code == 403
    assert unused_codes(moderator) == old
    assert not OutboxLetter.objects.exists()


@pytest.mark.parametrize("role", ["editor", "moderator", "organiser", ""])
def test_others_see_nothing_of_the_team(client: Client, role: str) -> None:
    log_in(client, make_person_with(role) if role else make_user())
    target = make_moderator().roles.get()
    assert client.get(TEAM).status_code == 403
    for act in ["retirer", "feuille"]:
        assert client.post(f"{TEAM}{target.pk}/{act}/").status_code == 403
    assert Role.objects.filter(pk=target.pk).exists()


@pytest.mark.parametrize(
    ("role", "room"),
    [
        ("editor", "/gestion/"),
        ("administrator", TEAM),
        ("moderator", "/moderation/"),
    ],
)
def test_people_with_a_role_find_the_way_to_their_room(
    client: Client, role: str, room: str
) -> None:
    log_in(client, make_person_with(role))
    assert f'href="{room}"' in client.get("/compte/").content.decode()
    stranger = log_in(Client(), make_user())
    assert f'href="{room}"' not in stranger.get("/compte/").content.decode()
