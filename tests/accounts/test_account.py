"""« Mon compte »: sessions, export, deletion."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import deletion
from accounts.models import OpenSession, Role, User
from accounts.periodic import forget_sessions
from accounts.services import delete_account, grant_role, open_session
from accounts.sessions import PREFIX, SessionStore, digest_of
from tests.factories.accounts import NOW, log_in, make_user

pytestmark = pytest.mark.django_db


def enter(user: User) -> Client:
    """Log `user` in from a new browser, as the door does."""
    client = log_in(Client(), user)
    key = client.session.session_key
    assert key
    open_session(user=user, session_key=key, at=timezone.now())
    return client


def test_a_stranger_is_led_to_the_door(client: Client) -> None:
    for page in ["", "pseudonyme/", "sessions/", "export.json", "suppression/", "second-facteur/"]:
        response = client.get(f"/compte/{page}")
        assert response["Location"] == f"/compte/connexion/?next=/compte/{page}"


def test_neither_the_cache_nor_the_table_holds_what_the_cookie_says() -> None:
    client = enter(make_user())
    cookie = client.cookies["session"].value
    assert cache.get(PREFIX + digest_of(cookie)) is not None
    assert cache.get(PREFIX + cookie) is None
    assert OpenSession.objects.get().digest == digest_of(cookie)


def test_one_sees_where_one_is_logged_in_and_nothing_of_others() -> None:
    user = make_user()
    here, _there, _stranger = enter(user), enter(user), enter(make_user())
    page = here.get("/compte/sessions/").content.decode()
    assert page.count("Ouverte le") == 2
    assert page.count("cette session") == 1


def test_closing_the_others_leaves_this_one(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = make_user()
    here, there, stranger = enter(user), enter(user), enter(make_user())
    with django_capture_on_commit_callbacks(execute=True):
        here.post("/compte/sessions/")
    statuses = [browser.get("/compte/").status_code for browser in [here, there, stranger]]
    assert statuses == [200, 302, 200]


def test_a_session_closed_elsewhere_is_listed_no_more() -> None:
    user = make_user()
    here, there = enter(user), enter(user)
    SessionStore(there.session.session_key).delete()
    assert here.get("/compte/sessions/").content.decode().count("Ouverte le") == 1


def test_sessions_that_are_over_are_forgotten_at_the_next_log_in() -> None:
    user = make_user()
    open_session(user=user, session_key="old", at=NOW - timedelta(hours=13))
    open_session(user=user, session_key="new", at=NOW)
    assert user.open_sessions.get().digest == digest_of("new")


def test_the_clock_forgets_sessions_that_are_over() -> None:
    user = make_user()
    open_session(user=user, session_key="old", at=timezone.now() - timedelta(hours=13))
    other = enter(make_user())
    assert forget_sessions() == 1
    assert other.get("/compte/").status_code == 200
    assert not user.open_sessions.exists()


def test_a_session_made_twice_is_two_sessions() -> None:
    first, second = SessionStore(), SessionStore()
    first.create()
    second.create()
    assert first.session_key
    assert first.exists(first.session_key)
    first.delete()
    assert not first.exists(first.session_key)
    assert second.session_key
    assert second.exists(second.session_key)


def test_the_export_holds_what_is_known_of_its_owner_alone(client: Client) -> None:
    user, other = make_user("ada@example.org"), make_user("eve@example.org")
    grant_role(user=user, role=Role.Name.ORGANISER, scope="committee:12", at=NOW)
    response = log_in(client, user).get("/compte/export.json")
    held = json.loads(response.content)
    assert held["compte"]["adresse"] == "ada@example.org"
    assert held["roles"][0]["portee"] == "committee:12"
    assert other.email not in response.content.decode()
    assert "attachment" in response["Content-Disposition"]


def test_deleting_wants_a_choice_and_a_word(client: Client) -> None:
    log_in(client, make_user())
    for typed in [{}, {"word": "supprimer"}, {"contributions": "keep", "word": "oui"}]:
        assert client.post("/compte/suppression/", typed).status_code == 422
    assert client.get("/compte/suppression/").status_code == 200
    assert User.objects.count() == 1


def test_a_deleted_account_is_gone_at_once_everywhere(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = make_user()
    here, there = enter(user), enter(user)
    with django_capture_on_commit_callbacks(execute=True):
        typed = {"contributions": "keep", "word": " Supprimer "}
        assert here.post("/compte/suppression/", typed).status_code == 200
    assert not User.objects.exists()
    assert not OpenSession.objects.exists()
    assert [browser.get("/compte/").status_code for browser in [here, there]] == [302, 302]


def test_higher_apps_say_farewell_in_the_same_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(user: User, keep_contributions: bool, at: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(deletion, "_farewells", [refuse])
    user = make_user()
    with pytest.raises(RuntimeError), transaction.atomic():
        delete_account(user=user, keep_contributions=True, at=NOW)
    assert User.objects.filter(pk=user.pk).exists()
